package io.unishim.net;

/** How often one end of a connection in the making has asked in vain: again after one second, two, four (man 7 tcp). */
final class Retries {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST = 120 * SECOND;

    private int made;

    /**
     * Asks again.
     *
     * @param most how often, before it is given up
     * @param later runs one of both, after the time
     */
    void again(Later later, int most, Runnable ask, Runnable giveUp) {
        boolean last = made >= most;
        long pause = Math.min(SECOND << Math.min(made++, 10), LONGEST);
        later.after(pause, last ? giveUp : ask);
    }

    /** As if it had asked as often already. */
    void atLeast(int times) {
        made = Math.max(made, times);
    }

    /** Has something done after a time. */
    interface Later {
        void after(long nanos, Runnable what);
    }
}
