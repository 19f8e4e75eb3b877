package io.unishim.time;

/** Something that happens at a moment. Its owner guards against the race of {@link #due} with {@link Alarms#cancel}. */
abstract class Alarm {
    /** By the {@link Ticker} only: the moment; what orders equal moments; whether it is set. */
    long moment;

    long order;
    boolean set;

    /**
     * The moment has come, or had come before somebody changed it at the same time: the owner looks whether there is
     * anything to do. Called by the thread of the {@link Ticker} without a lock; must not block.
     */
    abstract void due();
}
