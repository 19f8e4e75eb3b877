package io.unishim.task;

import java.util.concurrent.locks.LockSupport;

/** Where a shim's clocks come from; tests may bring their own. */
public interface TimeSource {
    /** The host's clocks. */
    TimeSource HOST = new HostTime();

    /** @return nanoseconds since 1970-01-01 UTC */
    long realtimeNanos();

    /** @return nanoseconds since some fixed moment, never running backwards, 0 or more */
    long monotonicNanos();

    /**
     * Parks the current thread until it is unparked or the time has passed, or for no reason.
     *
     * @param blocker for debuggers
     * @param nanos by this source, more than 0
     */
    default void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
    }
}
