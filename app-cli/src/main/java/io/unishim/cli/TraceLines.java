package io.unishim.cli;

import io.unishim.library.ServiceThread;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints a trace as strace does: a call that can wait is one line after all, unless it does wait or another one comes
 * between.
 */
final class TraceLines implements Consumer<String>, AutoCloseable {
    private static final String UNFINISHED = " <unfinished ...>";
    private static final String RESUMED = " resumed>";
    private static final long PATIENCE_NANOS = 20_000_000;

    private final Consumer<String> out;
    private final long patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final ServiceThread watch = new ServiceThread("unishim-trace", this::watch);
    private volatile boolean closed;
    private @Nullable String begun;
    private @Nullable Thread beginner;
    private long since;

    private TraceLines(Consumer<String> out, long patience) {
        this.out = out;
        this.patience = patience;
    }

    static TraceLines to(Consumer<String> out) {
        return to(out, PATIENCE_NANOS);
    }

    /** @param patience how long a call may take until it counts as waiting, nanoseconds */
    static TraceLines to(Consumer<String> out, long patience) {
        TraceLines lines = new TraceLines(out, patience);
        lines.watch.start();
        return lines;
    }

    @Override
    public void accept(String line) {
        lock.lock();
        try {
            if (begun != null && beginner == Thread.currentThread() && isResumed(line)) {
                int rest = line.indexOf(RESUMED) + RESUMED.length();
                out.accept(begun.substring(0, begun.length() - UNFINISHED.length()) + line.substring(rest));
                begun = null;
                return;
            }
            flush();
            if (line.endsWith(UNFINISHED)) {
                begun = line;
                beginner = Thread.currentThread();
                since = System.nanoTime();
            } else {
                out.accept(line);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Once there are several tasks, a line begins with whose it is. */
    private static boolean isResumed(String line) {
        return line.startsWith("<... ", line.startsWith("[pid ") ? line.indexOf("] ") + 2 : 0);
    }

    private void flush() {
        if (begun != null) {
            out.accept(begun);
            begun = null;
        }
    }

    /** Shows a call that waits. */
    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(patience);
            lock.lock();
            try {
                if (System.nanoTime() - since >= patience) {
                    flush();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        lock.lock();
        try {
            flush();
        } finally {
            lock.unlock();
        }
    }
}
