package io.unishim.time;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;

import io.unishim.memory.UserRef;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.struct.Timex;
import io.unishim.task.TimeSource;

/** Setting and tuning the wall clock, which a shim does not: its time is its {@link TimeSource}'s. */
final class Setting {
    /** Linux takes no time from 30 years before the end of what its counter holds. */
    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000L - 30L * 365 * 24 * 3600;

    private static final int ADJ_OFFSET_SINGLESHOT = 0x0001;
    private static final int ADJ_OFFSET_READONLY = 0x2000;
    private static final int ADJ_ADJTIME = 0x8000;
    private static final int STA_UNSYNC = 0x40;
    private static final int TIME_ERROR = 5;
    private static final long NEVER_SYNCHRONIZED_MICROS = 16_000_000;
    private static final long TOLERANCE_500_PPM = 500L << 16;
    private static final long TICK_MICROS = 10_000;

    private Setting() {}

    /** @return what clock_settime(2) answers who may not set the clock */
    static long refuse(Timespec to) {
        return !to.valid() || to.seconds() > LAST_SECOND ? -EINVAL : -EPERM;
    }

    /** @return what adjtimex(2) answers who may not tune the clock */
    static long adjust(TimeSource time, UserRef<Timex> buf, Timex wanted) {
        int modes = wanted.modes();
        if ((modes & ADJ_ADJTIME) != 0) {
            if ((modes & ADJ_OFFSET_SINGLESHOT) == 0) {
                return -EINVAL;
            }
            if ((modes & ADJ_OFFSET_READONLY) == 0) {
                return -EPERM;
            }
        } else if (modes != 0) {
            return -EPERM;
        }
        buf.set(new Timex(
                modes,
                0,
                0,
                NEVER_SYNCHRONIZED_MICROS,
                NEVER_SYNCHRONIZED_MICROS,
                STA_UNSYNC,
                2,
                1,
                TOLERANCE_500_PPM,
                Timeval.ofNanos(time.realtimeNanos()),
                TICK_MICROS,
                0));
        return TIME_ERROR;
    }
}
