package io.unishim.time;

import io.unishim.struct.Itimerspec;
import io.unishim.struct.Timespec;
import io.unishim.task.TimeSource;

/** Between {@code struct itimerspec} and a {@link Countdown}. */
final class Settings {
    private Settings() {}

    /** Arms or disarms. @param wanted valid. @return what held before */
    static Countdown.Setting set(Countdown timer, Clock clock, boolean absolute, Itimerspec wanted) {
        long value = wanted.value().toNanos();
        if (value == 0) {
            return timer.disarm();
        }
        TimeSource time = timer.alarms().time();
        long moment = absolute ? clock.moment(time, value) : Clock.later(time.monotonicNanos(), value);
        return timer.arm(moment, wanted.interval().toNanos());
    }

    static Itimerspec itimerspec(Countdown.Setting setting) {
        return new Itimerspec(Timespec.ofNanos(setting.interval()), Timespec.ofNanos(setting.left()));
    }
}
