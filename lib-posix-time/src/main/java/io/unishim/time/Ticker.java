package io.unishim.time;

/** A clock that alarms can be set by. */
interface Ticker {
    /** @return what it shows, nanoseconds */
    long now();

    /** Sets an alarm, or sets it anew. */
    void set(Alarm alarm, long moment);

    /** Forgets an alarm, if it is set. */
    void cancel(Alarm alarm);
}
