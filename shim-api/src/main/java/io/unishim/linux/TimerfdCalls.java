package io.unishim.linux;

import io.unishim.abi.Clocks;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserRef;
import io.unishim.struct.Itimerspec;
import io.unishim.task.Task;

/** Timers that are read from a descriptor: {@code read(2)} gives the expirations since the last one, in 8 bytes. */
@Calls("timer descriptors")
public interface TimerfdCalls {
    /**
     * Makes a timer, not armed.
     *
     * @param clockid CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME or the alarm clocks
     * @param flags TFD_CLOEXEC, TFD_NONBLOCK
     * @return a descriptor; {@code -EINVAL} for another clock or flag; {@code -EPERM} for an alarm clock without
     *     CAP_WAKE_ALARM; {@code -EMFILE} if the process has no descriptor left (man 2 timerfd_create)
     */
    @Call(returns = Returns.FD)
    long timerfd_create(
            Task task,
            @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid,
            @Optional @Flags(value = Clocks.class, prefix = "TFD_") int flags);

    /**
     * Arms or disarms a timer; expirations that nobody read are forgotten.
     *
     * @param fd the timer
     * @param flags TFD_TIMER_ABSTIME, TFD_TIMER_CANCEL_ON_SET
     * @param value when, and how often; a value of 0 disarms it
     * @param old filled with what held before, unless NULL
     * @return 0; {@code -EBADF} if fd is not open; {@code -EINVAL} if it is no such timer, for another flag, or a time that
     *     is negative or not normal; {@code -EPERM} for an alarm clock without CAP_WAKE_ALARM; {@code -EFAULT} for a bad
     *     address (man 2 timerfd_settime)
     */
    long timerfd_settime(
            Task task,
            @Fd int fd,
            @Flags(value = Clocks.class, prefix = "TFD_TIMER_") int flags,
            UserRef<Itimerspec> value,
            @Optional @Out UserRef<Itimerspec> old);

    /**
     * Reads the setting of a timer.
     *
     * @param fd the timer
     * @param value filled with the time left and the interval
     * @return 0; {@code -EBADF} if fd is not open; {@code -EINVAL} if it is no such timer; {@code -EFAULT} for a bad address
     *     (man 2 timerfd_gettime)
     */
    long timerfd_gettime(Task task, @Fd int fd, @Out UserRef<Itimerspec> value);
}
