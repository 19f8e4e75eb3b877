package io.unishim.testing;

import io.unishim.task.TimeSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clocks that stand still until told to move. */
public final class ManualTime implements TimeSource {
    private static final long BIRTH = 1_700_000_000_000_000_000L;

    private final AtomicLong now = new AtomicLong(1_000_000_000L);

    /** Creates clocks that show the same moment at every start. */
    public ManualTime() {}

    /** Moves both clocks. @param nanos 0 or more */
    public void advance(long nanos) {
        now.addAndGet(nanos);
    }

    @Override
    public long realtimeNanos() {
        return BIRTH + now.get();
    }

    @Override
    public long monotonicNanos() {
        return now.get();
    }

    /** Looks again every millisecond of the host's: {@link #advance} does not know who waits. */
    @Override
    public void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, 1_000_000);
    }
}
