package io.unishim.time;

import static io.unishim.abi.Capabilities.CAP_WAKE_ALARM;
import static io.unishim.abi.Clocks.TFD_CLOEXEC;
import static io.unishim.abi.Clocks.TFD_NONBLOCK;
import static io.unishim.abi.Clocks.TFD_TIMER_ABSTIME;
import static io.unishim.abi.Clocks.TFD_TIMER_CANCEL_ON_SET;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.TimerfdCalls;
import io.unishim.memory.UserRef;
import io.unishim.struct.Itimerspec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

final class TimerfdHandlers implements TimerfdCalls {
    private final Alarms alarms;

    TimerfdHandlers(Alarms alarms) {
        this.alarms = alarms;
    }

    @Override
    @Support(FULL)
    public long timerfd_create(Task task, int clockid, int flags) {
        Clock clock = Clock.of(clockid);
        if ((flags & ~(TFD_CLOEXEC | TFD_NONBLOCK)) != 0
                || clock == null
                || !clock.hasTimers() && !clock.isAlarm()
                || clock == Clock.TAI) {
            return -EINVAL;
        }
        if (!allowed(task, clock)) {
            return -EPERM;
        }
        Descriptors descriptors = task.process().stateOrNull(Descriptors.KEY);
        if (descriptors == null) {
            return -ENOSYS;
        }
        Timerfd file = new Timerfd(alarms, clock);
        OpenFileDescription open = new OpenFileDescription(file, O_RDWR | flags & TFD_NONBLOCK);
        return descriptors.install(open, 0, (flags & TFD_CLOEXEC) != 0);
    }

    private static boolean allowed(Task task, Clock clock) {
        return !clock.isAlarm() || Credentials.of(task).hasCapability(CAP_WAKE_ALARM);
    }

    @Override
    @Support(value = PARTIAL, note = "TFD_TIMER_CANCEL_ON_SET has no effect: the shim's clock is not set")
    public long timerfd_settime(Task task, int fd, int flags, UserRef<Itimerspec> value, UserRef<Itimerspec> old) {
        Itimerspec wanted = value.get();
        if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) != 0
                || !wanted.value().valid()
                || !wanted.interval().valid()) {
            return -EINVAL;
        }
        OpenFileDescription open = get(task, fd);
        if (open == null || !(open.file() instanceof Timerfd file)) {
            return open == null ? -EBADF : -EINVAL;
        }
        if (!allowed(task, file.clock())) {
            return -EPERM;
        }
        Itimerspec before = file.set((flags & TFD_TIMER_ABSTIME) != 0, wanted);
        if (!old.isNull()) {
            old.set(before);
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long timerfd_gettime(Task task, int fd, UserRef<Itimerspec> value) {
        OpenFileDescription open = get(task, fd);
        if (open == null || !(open.file() instanceof Timerfd file)) {
            return open == null ? -EBADF : -EINVAL;
        }
        value.set(file.setting());
        return 0;
    }

    private static @Nullable OpenFileDescription get(Task task, int fd) {
        return Descriptors.get(task.process(), fd);
    }
}
