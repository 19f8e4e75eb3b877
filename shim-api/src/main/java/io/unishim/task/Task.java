package io.unishim.task;

import io.unishim.Shim;
import io.unishim.memory.Arguments;
import io.unishim.memory.UserMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A thread as Linux sees it; Linux's name is a task. Its code is Java or a program's: handlers cannot tell.
 *
 * <p>A task makes one call at a time, on one Java thread at a time. Others may only look at it, and {@linkplain
 * #interrupt give it work}.
 */
public final class Task extends States {
    /** Work: a signal that the task does not block is pending. A wait ends with {@code -EINTR} or a restart. */
    public static final int SIGNAL = 1;

    /** Work: the task is to end; see {@link #exitStatus()}. */
    public static final int EXIT = 2;

    /** Work: the task's registers were changed beyond the result: a signal's frame, {@code rt_sigreturn}, {@code execve}. */
    public static final int REGISTERS = 4;

    /** Work: the task is to stop until continued. */
    public static final int STOP = 8;

    private static final VarHandle WORK;

    static {
        try {
            WORK = MethodHandles.lookup().findVarHandle(Task.class, "work", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Process process;
    private final int tid;
    private final Arguments arguments;
    private final Waiter waiter = new Waiter(this);
    private final IoCounts io = new IoCounts();

    @SuppressWarnings("unused") // by WORK
    private volatile int work;

    private volatile int exitStatus;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Runnable kick;

    /** For {@link Tasks} only. */
    public Task(Process process, int tid) {
        this.process = process;
        this.tid = tid;
        this.arguments = new Arguments(process.memory());
        process.add(this);
    }

    /** @return the process it belongs to */
    public Process process() {
        return process;
    }

    /** @return the shim it belongs to */
    public Shim shim() {
        return process.shim();
    }

    /** @return its id; that of the process for the first task of one */
    public int tid() {
        return tid;
    }

    /** @return the address space that its addresses mean */
    public UserMemory memory() {
        return arguments.memory();
    }

    /** @return its argument objects, for adapters */
    public Arguments arguments() {
        return arguments;
    }

    /** @return what it waits with; used by its own thread */
    public Waiter waiter() {
        return waiter;
    }

    /** @return what it has read and written; counted by its own thread */
    public IoCounts io() {
        return io;
    }

    /** @return what is to be done before it goes on: an or of {@link #SIGNAL}, {@link #EXIT}, ... */
    public int work() {
        return work;
    }

    /** Adds work, and wakes the task if it waits or computes, so that it sees it. May be called by any thread. */
    public void interrupt(int bits) {
        WORK.getAndBitwiseOr(this, bits);
        waiter.unpark();
        Thread acting = thread;
        if (acting != null) {
            shim().time().unpark(acting);
        }
        Runnable how = kick;
        if (how != null) {
            how.run();
        }
    }

    /** Adds work for the task's own thread to see after the call it is making. Called by that thread. */
    public void note(int bits) {
        WORK.getAndBitwiseOr(this, bits);
    }

    /** Takes work away that was done. */
    public void done(int bits) {
        WORK.getAndBitwiseAnd(this, ~bits);
    }

    /** @return whether a wait must end: a signal is pending or the task is to end or stop */
    public boolean interrupted() {
        return (work & (SIGNAL | EXIT | STOP)) != 0;
    }

    /** Asks the task to end with a wait status; the first request wins. May be called by any thread. */
    public void exit(int waitStatus) {
        synchronized (this) {
            if ((work & EXIT) == 0) {
                exitStatus = waitStatus;
            }
        }
        interrupt(EXIT);
    }

    /** @return the wait status it was asked to end with; of meaning if {@link #work()} has {@link #EXIT} */
    public int exitStatus() {
        return exitStatus;
    }

    /** @return the Java thread that acts for it until it ends, or null: a task whose code is Java has none of its own */
    public @Nullable Thread thread() {
        return thread;
    }

    /**
     * Says which thread acts for it from now on, and how to make it come out of a program.
     *
     * @param newThread the current thread, or null when it stops acting for the task
     * @param newKick called by {@link #interrupt} on any thread; it must not block. Null for a task whose code is Java
     */
    public void actBy(@Nullable Thread newThread, @Nullable Runnable newKick) {
        kick = newKick;
        thread = newThread;
    }

    @Override
    public String toString() {
        return process.name() + "[" + process.pid() + "/" + tid + "]";
    }
}
