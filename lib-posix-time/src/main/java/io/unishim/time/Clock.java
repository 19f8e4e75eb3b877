package io.unishim.time;

import io.unishim.task.TimeSource;
import org.jspecify.annotations.Nullable;

/** The clocks that count time, by id; those that count a processor's work are {@link CpuClock}s. */
enum Clock {
    REALTIME(true, Use.TIMERS),
    MONOTONIC(false, Use.TIMERS),
    MONOTONIC_RAW(false, Use.READING),
    REALTIME_COARSE(true, Use.COARSE),
    MONOTONIC_COARSE(false, Use.COARSE),
    BOOTTIME(false, Use.TIMERS),
    /** A machine without a clock that runs while it is off, such as this one, has the alarm clocks for timerfd alone. */
    REALTIME_ALARM(true, Use.ALARM),
    BOOTTIME_ALARM(false, Use.ALARM),
    TAI(true, Use.TIMERS);

    private static final @Nullable Clock[] BY_ID = {
        REALTIME,
        MONOTONIC,
        null,
        null,
        MONOTONIC_RAW,
        REALTIME_COARSE,
        MONOTONIC_COARSE,
        BOOTTIME,
        REALTIME_ALARM,
        BOOTTIME_ALARM,
        null,
        TAI
    };

    private enum Use {
        TIMERS,
        READING,
        COARSE,
        ALARM
    }

    static final long TICK_NANOS = 4_000_000;

    private final boolean wall;
    private final Use use;

    Clock(boolean wall, Use use) {
        this.wall = wall;
        this.use = use;
    }

    /** @return the clock of that id, or null if it is none that counts time */
    static @Nullable Clock of(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    long now(TimeSource time) {
        return wall ? time.realtimeNanos() : time.monotonicNanos();
    }

    /** @return the moment by the monotonic clock at which this one shows a time; 2^63-1 for one too far off */
    long moment(TimeSource time, long shows) {
        return later(time.monotonicNanos(), shows - now(time));
    }

    /** @return a moment and a duration added, without overflow */
    static long later(long moment, long duration) {
        long sum = moment + duration;
        return duration > 0 && sum < moment ? Long.MAX_VALUE : sum;
    }

    /** @return nanoseconds; that of the coarse ones is a tick at 250 Hz, though they are read as precisely as the others */
    long resolution() {
        return use == Use.COARSE ? TICK_NANOS : 1;
    }

    /** @return whether {@code clock_nanosleep(2)} and {@code timer_create(2)} know it */
    boolean hasTimers() {
        return use == Use.TIMERS;
    }

    boolean isAlarm() {
        return use == Use.ALARM;
    }
}
