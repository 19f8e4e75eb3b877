package io.unishim.task;

import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Restart.ERESTARTSYS;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a task waits: parked on its own thread, with a deadline, ended by a signal. See {@link WaitQueue} for the pattern.
 */
public final class Waiter implements Wakeup, BooleanSupplier {
    /** A deadline that never comes. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final boolean ONE_CORE = Runtime.getRuntime().availableProcessors() == 1;

    /** For how long one looks before parking: longer than it takes to wake who is to answer, on another core. */
    private static final long LOOK_NANOS = 50_000;

    /** What a wait that was parked takes at most if it had been worth looking. */
    private static final long QUICK_NANOS = 100_000;

    /** What a wait takes at most that was ended on the same core: from another it takes some 20 microseconds to wake a thread. */
    private static final long APART_NANOS = 12_000;

    private static final int LOOKS = 16;

    /** What a task may do for others while it looks awake whether its wait is over. */
    public interface Meanwhile {
        /** It begins to look, or ends to. */
        void looking(boolean begins);

        /** @return whether there is something to do: then the wait ends as if it had been woken */
        boolean called();
    }

    private final Task task;
    private final Patience patience = new Patience(QUICK_NANOS, APART_NANOS);
    private volatile boolean woken;
    private volatile int ignored;
    private volatile @Nullable Thread waiting;
    private volatile @Nullable HostWait blockedIn;

    Waiter(Task task) {
        this.task = task;
    }

    /**
     * Says what is no reason to wake the task, until this is called again.
     *
     * @param events as {@code poll(2)} names them; 0 for none
     */
    public void ignore(int events) {
        ignored = events;
    }

    @Override
    public void wake(int events) {
        if (events != 0 && (events & ~ignored) == 0) {
            return;
        }
        woken = true;
        unpark();
    }

    /** @return whether the task waits now */
    public boolean waits() {
        return waiting != null;
    }

    /** @return whether its wait is to end, or to look again */
    @Override
    public boolean getAsBoolean() {
        return woken || task.interrupted();
    }

    /** Lets a wait look again at what the task is to do. */
    void unpark() {
        Thread parked = waiting;
        if (parked == null || parked == Thread.currentThread()) {
            return; // who tells of the host's events may be told itself, and looks again anyway
        }
        task.shim().time().unpark(parked);
        HostWait host = blockedIn;
        if (host != null) {
            host.interrupt();
        }
    }

    /**
     * Waits until woken. A wake-up that came since the last wait ends it at once. The caller looks at its condition again
     * in any case.
     *
     * @param deadline by the shim's {@link TimeSource#monotonicNanos()}, or {@link #FOREVER}
     * @return 0 if woken; {@code -ERESTARTSYS} if a signal is pending (return it as it is: the caller of the handler turns
     *     it into {@code -EINTR} or a restart, as SA_RESTART says; return {@code -EINTR} instead where man 7 signal says
     *     that the call is never restarted); {@code -ETIMEDOUT} past the deadline
     */
    public int await(long deadline) {
        return await(deadline, null, null);
    }

    /**
     * As {@link #await(long)}, with something to do for others.
     *
     * @param meanwhile is told when the task looks awake, and asked as long as it does; a task that is parked it cannot call
     */
    public int await(long deadline, Meanwhile meanwhile) {
        return await(deadline, null, meanwhile);
    }

    /**
     * As {@link #await(long)}, and events of the host are let in meanwhile.
     *
     * @param host where to block, or null to park
     */
    public int await(long deadline, @Nullable HostWait host) {
        return await(deadline, host, null);
    }

    private int await(long deadline, @Nullable HostWait host, @Nullable Meanwhile meanwhile) {
        TimeSource time = task.shim().time();
        boolean restore = false;
        long began = 0;
        if (host == null && !ONE_CORE && !getAsBoolean()) {
            if (patience.looks()) {
                boolean over = seen(meanwhile);
                patience.looked(over);
                if (over && !getAsBoolean()) {
                    return 0; // something is to be done meanwhile
                }
            }
            began = woken ? 0 : System.nanoTime();
        }
        waiting = Thread.currentThread();
        try {
            while (!woken) {
                if (task.interrupted()) {
                    return -ERESTARTSYS;
                }
                long left = deadline == FOREVER ? -1 : deadline - time.monotonicNanos();
                if (deadline != FOREVER && left <= 0) {
                    return -ETIMEDOUT;
                }
                if (host != null && blocked(host, left)) {
                    continue;
                }
                time.park(this, deadline);
                // A Java interrupt is no signal: remember it for the caller, and do not let it make park() return at
                // once.
                restore |= Thread.interrupted();
            }
            woken = false;
            if (began != 0) {
                patience.slept(System.nanoTime() - began);
            }
            return 0;
        } finally {
            waiting = null;
            if (host != null) {
                host.leave();
            }
            if (restore) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Looks awake for a while. @return whether the wait is over */
    private boolean seen(@Nullable Meanwhile meanwhile) {
        if (meanwhile == null) {
            return seenOrCalled(null);
        }
        meanwhile.looking(true);
        try {
            return seenOrCalled(meanwhile);
        } finally {
            meanwhile.looking(false);
        }
    }

    private boolean seenOrCalled(@Nullable Meanwhile meanwhile) {
        long began = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS; i++) {
                if (getAsBoolean() || meanwhile != null && meanwhile.called()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - began < LOOK_NANOS);
        return false;
    }

    /** @return whether it blocked at the host, or need not */
    private boolean blocked(HostWait host, long nanos) {
        blockedIn = host;
        try {
            // Whoever wakes or interrupts from here on interrupts the host's wait too.
            return woken || task.interrupted() || host.block(nanos);
        } finally {
            blockedIn = null;
        }
    }
}
