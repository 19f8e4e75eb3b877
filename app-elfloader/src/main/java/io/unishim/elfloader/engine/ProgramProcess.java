package io.unishim.elfloader.engine;

import io.unishim.elfloader.image.ProgramImage;
import io.unishim.host.Host;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import java.util.concurrent.atomic.AtomicInteger;

/** What the threads of one program share. It frees the program's memory when the last of them has left it. */
public final class ProgramProcess {
    private final ThreadStarter threads;
    private final Runnable ended;
    private final AtomicInteger running = new AtomicInteger();
    private volatile SitePatcher patcher;
    private volatile AddressSpace memory;

    /** How a thread for a program is started. */
    @FunctionalInterface
    public interface ThreadStarter {
        /** @return whether a thread runs it or will */
        boolean start(Runnable program);
    }

    /** Makes the engine, unless it is there; without what it needs of the host, nothing. */
    public static void prepare() {
        if (Host.missing().isEmpty()) {
            Engine.start();
        }
    }

    /**
     * Makes a program that has no thread yet.
     *
     * @param threads how its threads are started
     * @param memory its address space, closed at its end
     * @param ended called once, by its last thread, when its memory is gone
     */
    public ProgramProcess(ThreadStarter threads, AddressSpace memory, Runnable ended) {
        this.threads = threads;
        this.memory = memory;
        this.patcher = new SitePatcher(memory);
        this.ended = ended;
    }

    /**
     * Starts the first thread of a program.
     *
     * @param task its task
     * @param image what it runs
     * @return whether it was started
     */
    public boolean start(Task task, ProgramImage image) {
        ProgramThread thread = new ProgramThread(task, this);
        thread.begin(image.entry(), image.stack());
        return start(thread);
    }

    boolean start(ProgramThread thread) {
        running.incrementAndGet();
        if (threads.start(thread)) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    /** A thread has made its last step. */
    void left() {
        if (running.decrementAndGet() == 0) {
            patcher.close();
            memory.close();
            ended.run();
        }
    }

    SitePatcher patcher() {
        return patcher;
    }

    /** Changes the memory, at {@code execve(2)}, while there is one thread; the old one is closed. */
    void memory(AddressSpace newMemory) {
        if (newMemory == memory) {
            return;
        }
        patcher.close();
        memory.close();
        memory = newMemory;
        patcher = new SitePatcher(newMemory);
    }
}
