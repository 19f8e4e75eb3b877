package io.unishim.vfscore.tree;

import io.unishim.library.ServiceThread;
import io.unishim.struct.Timespec;
import io.unishim.task.TimeSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The time with which files are marked. As in Linux ({@code ktime_get_coarse_real_ts64}) it is that of the last tick, but only
 * while many ask: then a thread looks at the clock every 4 ms, until nobody has asked for a while. A clock that is not the
 * host's is always asked itself, so that tests see what they set.
 */
public final class FileClock {
    /** A jiffy of a kernel with CONFIG_HZ=250. */
    private static final long TICK = 4_000_000;

    private static final int BUSY = 64;
    private static final int IDLE_TICKS = 25;
    private static final long SECOND = 1_000_000_000;

    private final TimeSource source;
    private final boolean mayTick;

    /** The time of the last tick, or null while nobody ticks. */
    private volatile @Nullable Timespec tick;

    /** Whether anybody asked since the last tick. */
    private volatile boolean asked;

    // How many asked since when. Not guarded: a count that is lost only delays the first tick.
    private long since;
    private int looks;

    private @Nullable ServiceThread ticker;
    private boolean closed;

    FileClock(TimeSource source) {
        this.source = source;
        this.mayTick = source == TimeSource.HOST;
    }

    /** @return the time, at most a tick ago */
    public Timespec now() {
        Timespec last = tick;
        if (last == null) {
            return look();
        }
        if (!asked) {
            asked = true;
        }
        return last;
    }

    /** @return the time of this very moment; whoever asks {@link #now()} afterwards gets no earlier one */
    public Timespec exactly() {
        Timespec exact = Timespec.ofNanos(source.realtimeNanos());
        if (tick != null) {
            publish(exact);
        }
        return exact;
    }

    private Timespec look() {
        long nanos = source.realtimeNanos();
        if (mayTick) {
            if (nanos < since || nanos - since > TICK) {
                since = nanos;
                looks = 0;
            } else if (++looks > BUSY) {
                start();
            }
        }
        return Timespec.ofNanos(nanos);
    }

    // The ticks.

    private synchronized void start() {
        if (ticker == null && !closed) {
            ticker = new ServiceThread("unishim-file-clock", this::run);
            ticker.start();
        }
    }

    private void run() {
        int idle = 0;
        while (idle < IDLE_TICKS && running()) {
            publish(Timespec.ofNanos(source.realtimeNanos()));
            LockSupport.parkNanos(this, TICK);
            idle = asked ? 0 : idle + 1;
            asked = false;
        }
        synchronized (this) {
            tick = null;
            ticker = null;
            looks = 0;
        }
    }

    private synchronized boolean running() {
        return !closed;
    }

    /** The time does not run backwards between two that look at once, but where somebody set it back. */
    private synchronized void publish(Timespec time) {
        Timespec last = tick;
        if (last == null || last.toNanos() < time.toNanos() || last.toNanos() > time.toNanos() + SECOND) {
            tick = time;
        }
    }

    /** Ends the thread, if there is one. */
    void close() {
        ServiceThread last;
        synchronized (this) {
            closed = true;
            last = ticker;
        }
        if (last == null) {
            return;
        }
        LockSupport.unpark(last);
        last.awaitEnd();
    }
}
