package io.unishim.time;

import io.unishim.struct.Itimerspec;
import io.unishim.struct.Timespec;
import io.unishim.task.TimeSource;
import org.jspecify.annotations.Nullable;

/** Between {@code struct itimerspec} and a {@link Countdown}. */
final class Settings {
    private Settings() {}

    /**
     * Arms or disarms.
     *
     * @param clock whose time an absolute one is; null for the ticker's own
     * @param wanted valid
     * @return what held before
     */
    static Countdown.Setting set(
            Countdown timer, TimeSource time, @Nullable Clock clock, boolean absolute, Itimerspec wanted) {
        long value = wanted.value().toNanos();
        if (value == 0) {
            return timer.disarm();
        }
        long moment;
        if (absolute) {
            moment = clock == null ? value : clock.moment(time, value);
        } else {
            moment = Clock.later(timer.ticker().now(), value);
        }
        return timer.arm(moment, wanted.interval().toNanos());
    }

    static Itimerspec itimerspec(Countdown.Setting setting) {
        return new Itimerspec(Timespec.ofNanos(setting.interval()), Timespec.ofNanos(setting.left()));
    }
}
