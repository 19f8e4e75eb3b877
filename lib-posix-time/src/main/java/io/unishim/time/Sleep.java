package io.unishim.time;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Restart.ERESTARTNOHAND;
import static io.unishim.abi.Restart.ERESTART_RESTARTBLOCK;

import io.unishim.memory.UserRef;
import io.unishim.struct.Timespec;
import io.unishim.task.RestartBlock;
import io.unishim.task.Task;
import io.unishim.task.TimeSource;

/** Waiting for nothing but time, or a signal. */
final class Sleep {
    private static final long LEAST_LOOK_AT_CPU = 1_000_000;

    private Sleep() {}

    /**
     * Sleeps.
     *
     * @param moment by the monotonic clock
     * @param absolute whether the caller named the moment, so that the same call again is right after a signal
     * @param rest filled with what is left after a signal, unless NULL
     */
    static long until(Task task, long moment, boolean absolute, UserRef<Timespec> rest) {
        int why;
        do {
            why = task.waiter().await(moment);
        } while (why == 0);
        if (why == -ETIMEDOUT) {
            return 0;
        }
        long left = moment - task.shim().time().monotonicNanos();
        if (left <= 0) {
            return 0;
        }
        if (absolute) {
            return -ERESTARTNOHAND;
        }
        return interrupted(task, left, rest, (again, where) -> until(again, moment, false, where));
    }

    /** As {@link #until}, by a clock that counts processor time: looks at it now and then. */
    static long byCpu(Task task, int clockid, boolean absolute, long wanted, UserRef<Timespec> rest) {
        long now = CpuClock.now(task, clockid);
        if (now < 0 || CpuClock.isOwnThread(task, clockid)) {
            return -EINVAL;
        }
        return untilCpu(task, clockid, absolute, absolute ? wanted : Clock.later(now, wanted), rest);
    }

    private static long untilCpu(Task task, int clockid, boolean absolute, long target, UserRef<Timespec> rest) {
        TimeSource time = task.shim().time();
        int processors = Runtime.getRuntime().availableProcessors();
        while (true) {
            long now = CpuClock.now(task, clockid);
            if (now < 0 || now >= target) {
                return 0;
            }
            long look = Math.max((target - now) / processors, LEAST_LOOK_AT_CPU);
            int why = task.waiter().await(Clock.later(time.monotonicNanos(), look));
            if (why != 0 && why != -ETIMEDOUT) {
                return absolute
                        ? -ERESTARTNOHAND
                        : interrupted(
                                task,
                                target - now,
                                rest,
                                (again, where) -> untilCpu(again, clockid, false, target, where));
            }
        }
    }

    private interface GoOn {
        long goOn(Task task, UserRef<Timespec> rest);
    }

    private static long interrupted(Task task, long left, UserRef<Timespec> rest, GoOn how) {
        long address = 0;
        if (!rest.isNull()) {
            rest.set(Timespec.ofNanos(left));
            // The reference itself is only good for this call.
            address = rest.addressIn(task.memory());
        }
        long where = address;
        task.put(RestartBlock.KEY, again -> how.goOn(again, again.arguments().ref(1, Timespec.LAYOUT, where)));
        return -ERESTART_RESTARTBLOCK;
    }
}
