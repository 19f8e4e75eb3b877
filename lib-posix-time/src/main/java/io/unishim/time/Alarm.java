package io.unishim.time;

/** Something that happens at a moment. Its owner guards against the race of {@link #due} with {@link Alarms#cancel}. */
abstract class Alarm {
    /** By {@link Alarms} only: the moment, by the monotonic clock; what orders equal moments; whether it is set. */
    long moment;

    long order;
    boolean set;

    /**
     * The moment has come, or had come before somebody changed it at the same time: the owner looks whether there is
     * anything to do. Called by the thread of {@link Alarms} without its lock; must not block.
     */
    abstract void due();
}
