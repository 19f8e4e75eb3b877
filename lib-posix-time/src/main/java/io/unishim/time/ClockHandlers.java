package io.unishim.time;

import static io.unishim.abi.Clocks.CLOCK_REALTIME;
import static io.unishim.abi.Clocks.CLOCK_THREAD_CPUTIME_ID;
import static io.unishim.abi.Clocks.TIMER_ABSTIME;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.ClockCalls;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.struct.Timex;
import io.unishim.struct.Timezone;
import io.unishim.task.RestartBlock;
import io.unishim.task.Task;
import io.unishim.task.TimeSource;

final class ClockHandlers implements ClockCalls {
    private static final Timezone GREENWICH = new Timezone(0, 0);

    @Override
    @Support(
            value = PARTIAL,
            note = "no clocks of devices: EINVAL; processor time is that of Java threads, 0 for virtual ones")
    public long clock_gettime(Task task, int clockid, UserRef<Timespec> tp) {
        long now;
        if (CpuClock.is(clockid)) {
            now = CpuClock.now(task, clockid);
            if (now < 0) {
                return now;
            }
        } else {
            Clock clock = Clock.of(clockid);
            if (clock == null || clock.isAlarm()) {
                return -EINVAL;
            }
            now = clock.now(task.shim().time());
        }
        tp.set(Timespec.ofNanos(now));
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = "the shim's clock is not set: EPERM, also with CAP_SYS_TIME")
    public long clock_settime(Task task, int clockid, UserRef<Timespec> tp) {
        if (clockid > CLOCK_REALTIME) {
            return -EINVAL;
        }
        Timespec to = tp.get();
        if (clockid < 0) {
            return CpuClock.now(task, clockid) < 0 ? -EINVAL : -EPERM;
        }
        return Setting.refuse(to);
    }

    @Override
    @Support(FULL)
    public long clock_getres(Task task, int clockid, UserRef<Timespec> res) {
        long resolution = 1;
        if (CpuClock.is(clockid)) {
            if (CpuClock.now(task, clockid) < 0) {
                return -EINVAL;
            }
            resolution = CpuClock.resolution(clockid);
        } else {
            Clock clock = Clock.of(clockid);
            if (clock == null || clock.isAlarm()) {
                return -EINVAL;
            }
            resolution = clock.resolution();
        }
        if (!res.isNull()) {
            res.set(Timespec.ofNanos(resolution));
        }
        return 0;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "no clocks of devices: EINVAL; alarm clocks as on a machine without one: EOPNOTSUPP")
    public long clock_nanosleep(
            Task task, int clockid, int flags, UserRef<Timespec> request, UserRef<Timespec> remain) {
        boolean cpu = CpuClock.is(clockid) && clockid != CLOCK_THREAD_CPUTIME_ID && !CpuClock.isDevice(clockid);
        Clock clock = Clock.of(clockid);
        if (!cpu && (clock == null || !clock.hasTimers() && !clock.isAlarm())) {
            return clock == null && !CpuClock.is(clockid) ? -EINVAL : -EOPNOTSUPP;
        }
        Timespec wanted = request.get();
        if (!wanted.valid()) {
            return -EINVAL;
        }
        boolean absolute = (flags & TIMER_ABSTIME) != 0;
        UserRef<Timespec> rest = absolute ? UserRef.none() : remain;
        if (cpu) {
            return Sleep.byCpu(task, clockid, absolute, wanted.toNanos(), rest);
        }
        if (clock == null || !clock.hasTimers()) {
            return -EOPNOTSUPP;
        }
        TimeSource time = task.shim().time();
        long moment =
                absolute ? clock.moment(time, wanted.toNanos()) : Clock.later(time.monotonicNanos(), wanted.toNanos());
        return Sleep.until(task, moment, absolute, rest);
    }

    @Override
    @Support(FULL)
    public long nanosleep(Task task, UserRef<Timespec> duration, UserRef<Timespec> rem) {
        Timespec wanted = duration.get();
        if (!wanted.valid()) {
            return -EINVAL;
        }
        long now = task.shim().time().monotonicNanos();
        return Sleep.until(task, Clock.later(now, wanted.toNanos()), false, rem);
    }

    @Override
    @Support(FULL)
    public long gettimeofday(Task task, UserRef<Timeval> tv, UserRef<Timezone> tz) {
        if (!tv.isNull()) {
            tv.set(Timeval.ofNanos(task.shim().time().realtimeNanos()));
        }
        if (!tz.isNull()) {
            tz.set(GREENWICH);
        }
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = "the shim's clock is not set: EPERM, also with CAP_SYS_TIME")
    public long settimeofday(Task task, UserRef<Timeval> tv, UserRef<Timezone> tz) {
        Timespec to = null;
        if (!tv.isNull()) {
            Timeval wanted = tv.get();
            if (wanted.micros() < 0 || wanted.micros() > 1_000_000) {
                return -EINVAL;
            }
            to = new Timespec(wanted.seconds(), wanted.micros() * 1000);
        }
        if (!tz.isNull()) {
            tz.get();
        }
        return to == null ? -EPERM : Setting.refuse(to);
    }

    @Override
    @Support(FULL)
    public long time(Task task, UserLong tloc) {
        long seconds = Math.floorDiv(task.shim().time().realtimeNanos(), 1_000_000_000L);
        if (!tloc.isNull()) {
            tloc.set(seconds);
        }
        return seconds;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "reads alone; the clock counts as not synchronized; changes: EPERM, also with CAP_SYS_TIME")
    public long adjtimex(Task task, UserRef<Timex> buf) {
        return Setting.adjust(task.shim().time(), buf, buf.get());
    }

    @Override
    @Support(value = PARTIAL, note = "as adjtimex")
    public long clock_adjtime(Task task, int clockid, UserRef<Timex> buf) {
        Timex wanted = buf.get();
        if (clockid != CLOCK_REALTIME) {
            boolean exists = Clock.of(clockid) != null || CpuClock.is(clockid) && !CpuClock.isDevice(clockid);
            return exists ? -EOPNOTSUPP : -EINVAL;
        }
        return Setting.adjust(task.shim().time(), buf, wanted);
    }

    @Override
    @Support(FULL)
    public long restart_syscall(Task task) {
        RestartBlock block = task.stateOrNull(RestartBlock.KEY);
        return block == null ? -EINTR : block.restart(task);
    }
}
