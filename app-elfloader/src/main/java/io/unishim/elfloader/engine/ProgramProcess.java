package io.unishim.elfloader.engine;

import io.unishim.elfloader.image.ProgramImage;
import io.unishim.host.Host;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the threads of one process share. Its memory goes with the last of them, unless another process shares it. */
public final class ProgramProcess {
    private final ThreadStarter threads;
    private final HostChildren children;
    private final Runnable ended;
    private final AtomicInteger running = new AtomicInteger();
    private volatile ProgramSpace space;

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
     * Makes a program that has no thread yet, to run in this JVM's own process.
     *
     * @param threads how its threads are started
     * @param children what makes the processes of its children
     * @param memory its address space, closed at its end
     * @param ended called once, by its last thread, when its memory is gone
     */
    public ProgramProcess(ThreadStarter threads, HostChildren children, AddressSpace memory, Runnable ended) {
        this(threads, children, ProgramSpace.here(memory), ended);
    }

    /**
     * Makes a program that has no thread yet, to run in a process of the host.
     *
     * @param threads how its threads are started
     * @param children what makes the processes of its children
     * @param place where it is to run, ended with it
     * @param memory its address space there, closed at its end
     * @param ended called once, by its last thread, when its memory is gone
     */
    public ProgramProcess(
            ThreadStarter threads, HostChildren children, Place place, AddressSpace memory, Runnable ended) {
        this(threads, children, ProgramSpace.of(memory, place.child()), ended);
    }

    private ProgramProcess(ThreadStarter threads, HostChildren children, ProgramSpace space, Runnable ended) {
        this.threads = threads;
        this.children = children;
        this.space = space;
        this.ended = ended;
    }

    /** @return the process of a child that has another memory */
    ProgramProcess child(ProgramSpace copy) {
        return new ProgramProcess(threads, children, copy, () -> {});
    }

    /** @return the process of a child that shares the memory */
    ProgramProcess sibling() {
        ProgramSpace shared = space;
        shared.share();
        return child(shared);
    }

    /**
     * Starts the first thread of a program.
     *
     * @param task its task
     * @param image what it runs
     * @return whether it was started
     */
    public boolean start(Task task, ProgramImage image) {
        HostChild host = space.host();
        Seat seat = host == null ? new LocalSeat() : new Place(host).seat();
        ProgramThread thread = new ProgramThread(task, this, seat);
        Standby standby = standBy();
        if (standby == null) {
            return false;
        }
        thread.begin(image.entry(), image.stack());
        start(thread, standby);
        return true;
    }

    /** @return a Java thread for a thread of a program; null if there can be none */
    @Nullable
    Standby standBy() {
        Standby made = new Standby();
        return threads.start(made) ? made : null;
    }

    void start(ProgramThread thread, Standby standby) {
        running.incrementAndGet();
        standby.serve(thread);
    }

    /** A thread has made its last step. */
    void left() {
        if (running.decrementAndGet() == 0) {
            space.release();
            ended.run();
        }
    }

    HostChildren children() {
        return children;
    }

    SitePatcher patcher() {
        return space.patcher();
    }

    ProgramSpace space() {
        return space;
    }

    /** Changes the memory, at {@code execve(2)}, while there is one thread. */
    void space(ProgramSpace other) {
        ProgramSpace old = space;
        space = other;
        old.release();
    }
}
