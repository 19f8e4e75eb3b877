package io.unishim.task;

/**
 * Decides whether a side that waits for the other's turn to end looks for it a while, or sleeps at once. Looking costs a core
 * as long as it lasts, and is worth it only if the other side is running meanwhile and soon done: so it begins when that has
 * been so lately, ends as soon as it was in vain, and after that takes longer and longer to begin again.
 */
public final class Patience {
    /** For how many cycles of the time stamp one looks: some 20 us, about what it costs to wake a thread on another core. */
    public static final int CYCLES = 50_000;

    private static final int MOST = 256;
    private static final int WORTH_IT = 16;

    /** How many sleeps of those who share a core one of those who do not counts. */
    private static final int APART = 16;

    private final long quickNanos;
    private final long apartNanos;
    private boolean looks;
    private int streak;
    private int wanted = 1;

    /** Creates one that sleeps at first. @param quickNanos how long a turn takes at most that is worth waiting for, its waking up included */
    public Patience(long quickNanos) {
        this(quickNanos, quickNanos);
    }

    /**
     * Creates one that sleeps at first, and tells by the time of a sleep whether the other side shares its core. If so, looking
     * is in vain, for the other cannot run meanwhile; if not, it saves most, for waking a thread on another core takes long.
     *
     * @param quickNanos how long a turn takes at most that is worth waiting for, its waking up included
     * @param apartNanos how long it takes at most if both share a core
     */
    Patience(long quickNanos, long apartNanos) {
        this.quickNanos = quickNanos;
        this.apartNanos = apartNanos;
    }

    /** Begins anew, and looks: the other side has just come to where that may be worth it. */
    public void renew() {
        looks = true;
        streak = 0;
        wanted = 1;
    }

    /** @return whether to look before sleeping */
    public boolean looks() {
        return looks;
    }

    /** It looked, and saw what it waited for in time, or not. */
    public void looked(boolean inTime) {
        if (inTime) {
            streak++;
            return;
        }
        wanted = streak >= WORTH_IT ? Math.max(1, wanted / 2) : Math.min(MOST, wanted * 2);
        streak = 0;
        looks = false;
    }

    /** It slept, and what it waited for took so long. */
    public void slept(long nanos) {
        streak = nanos >= quickNanos ? 0 : streak + (nanos < apartNanos ? 1 : APART);
        if (streak >= wanted) {
            streak = 0;
            looks = true;
        }
    }
}
