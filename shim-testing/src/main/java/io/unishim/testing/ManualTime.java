package io.unishim.testing;

import io.unishim.task.TimeSource;
import io.unishim.task.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Clocks that stand still until told to move. */
public final class ManualTime implements TimeSource {
    private static final long BIRTH = 1_700_000_000_000_000_000L;

    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(1_000_000_000L);

    /** Creates clocks that show the same moment at every start. */
    public ManualTime() {}

    /** Moves both clocks. @param nanos 0 or more */
    public void advance(long nanos) {
        now.addAndGet(nanos);
    }

    /** Returns as soon as a thread waits for these clocks. @throws IllegalStateException if none does within a minute */
    public void awaitParked() {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (parked.get() == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nobody waits");
            }
            Thread.onSpinWait();
        }
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
    public void park(BooleanSupplier goOn, long deadline) {
        if (deadline == Waiter.FOREVER) {
            LockSupport.park(goOn);
            return;
        }
        parked.incrementAndGet();
        LockSupport.parkNanos(goOn, 1_000_000);
        parked.decrementAndGet();
    }
}
