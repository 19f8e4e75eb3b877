package io.unishim.elfloader;

import io.unishim.elfloader.engine.HostChildren;
import io.unishim.elfloader.engine.Place;
import io.unishim.elfloader.engine.ProgramProcess;
import io.unishim.elfloader.engine.TenantLimits;
import io.unishim.task.TimeSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The Java threads of one shim that run programs. Kept for a while after use, for making one costs a thousand calls. */
final class ProgramThreads implements ProgramProcess.ThreadStarter {
    private static final int MOST = 32_768;
    private static final long KEEP_SECONDS = 2;
    private static final long STACK_SIZE = 1L << 20;

    private final HostChildren children = new HostChildren();
    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(0, MOST, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private final TimeSource time;

    private final TenantLimits limits;

    /** @param limits of each isolated program */
    ProgramThreads(TimeSource time, TenantLimits limits) {
        this.time = time;
        this.limits = limits;
    }

    /** @return a process for an isolated program. @throws IllegalStateException if the host gives none; says why */
    Place isolated() {
        return Place.isolated(children, limits);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "unishim-program-" + made.incrementAndGet(), STACK_SIZE);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public boolean start(Runnable program) {
        Runnable watched = time.watched(program);
        try {
            pool.execute(watched);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            time.forget(watched);
            return false;
        }
    }

    /** @return what makes processes of the host for children of programs */
    HostChildren children() {
        return children;
    }

    /** Ends the threads; their programs have ended before. */
    void close() {
        try {
            endThreads();
        } finally {
            children.close();
        }
    }

    private void endThreads() {
        pool.shutdown();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (pool.awaitTermination(10, TimeUnit.SECONDS)) {
                        return;
                    }
                    pool.shutdownNow();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
