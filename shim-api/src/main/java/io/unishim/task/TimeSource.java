package io.unishim.task;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Where a shim's clocks come from, and how its tasks wait by them; tests may bring their own, or a {@link VirtualTime}. */
public interface TimeSource {
    /** The host's clocks. */
    @SuppressWarnings("ClassInitializationDeadlock") // nobody names HostTime but this line
    TimeSource HOST = new HostTime();

    /** @return nanoseconds since 1970-01-01 UTC */
    long realtimeNanos();

    /** @return nanoseconds since some fixed moment, never running backwards, 0 or more */
    long monotonicNanos();

    /**
     * Parks the current thread until it is {@link #unpark}ed or the moment has come, or for no reason.
     *
     * @param goOn tells, from now on and from any thread, whether the thread has something to do; it was made true before
     *     an unpark. Debuggers see it as what the thread waits for
     * @param deadline by {@link #monotonicNanos()}, or {@link Waiter#FOREVER}
     */
    default void park(BooleanSupplier goOn, long deadline) {
        if (deadline == Waiter.FOREVER) {
            LockSupport.park(goOn);
        } else {
            LockSupport.parkNanos(goOn, deadline - monotonicNanos());
        }
    }

    /** Lets a thread go on that parks, or is about to park. */
    default void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    /**
     * Called for what a thread of the shim itself is to do from beginning to end: a program's, or that of timers.
     *
     * @return the same work, perhaps watched: it is run once, or never was and is forgotten by {@link #forget}
     */
    default Runnable watched(Runnable work) {
        return work;
    }

    /** Takes back {@link #watched} work that will not be run. */
    default void forget(Runnable watched) {}
}
