package io.unishim.linux;

import io.unishim.abi.Clocks;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.struct.Timex;
import io.unishim.struct.Timezone;
import io.unishim.task.Task;

/**
 * What time it is, and sleeping. A clock is CLOCK_*, or negative for the processor time of a process or thread, or for a
 * device (man 3 clock_getcpuclockid).
 */
@Calls("clocks")
public interface ClockCalls {
    /**
     * Reads a clock.
     *
     * @param clockid which
     * @param tp filled with its time
     * @return 0; {@code -EINVAL} for a clock that does not exist; {@code -EFAULT} for a bad address (man 2 clock_gettime)
     */
    long clock_gettime(
            Task task, @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid, @Out UserRef<Timespec> tp);

    /**
     * Sets a clock.
     *
     * @param clockid only CLOCK_REALTIME can be set
     * @param tp its new time
     * @return 0; {@code -EINVAL} for another clock or a time that is negative or not normal; {@code -EPERM} without
     *     CAP_SYS_TIME; {@code -EFAULT} for a bad address (man 2 clock_settime)
     */
    long clock_settime(Task task, @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid, UserRef<Timespec> tp);

    /**
     * A clock's resolution.
     *
     * @param clockid which
     * @param res filled with the time between two of its ticks, unless NULL
     * @return 0; {@code -EINVAL} for a clock that does not exist; {@code -EFAULT} for a bad address (man 2 clock_getres)
     */
    long clock_getres(
            Task task, @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid, @Out UserRef<Timespec> res);

    /**
     * Sleeps by a clock.
     *
     * @param clockid which
     * @param flags TIMER_ABSTIME if {@code request} is a moment and no duration; other bits are ignored
     * @param request how long, or until when
     * @param remain filled with what is left when a signal ends the sleep, unless NULL or TIMER_ABSTIME
     * @return 0; {@code -EINTR} after a signal's handler, never restarted; {@code -EINVAL} for a clock that does not exist,
     *     the caller's own thread's processor time by its negative number, or a time that is negative or not normal;
     *     {@code -EOPNOTSUPP} for a clock that nobody can sleep by; {@code -EFAULT} for a bad address (man 2
     *     clock_nanosleep)
     */
    @Call(blocks = true)
    long clock_nanosleep(
            Task task,
            @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid,
            int flags,
            UserRef<Timespec> request,
            @Optional UserRef<Timespec> remain);

    /**
     * Sleeps by CLOCK_MONOTONIC.
     *
     * @param duration how long
     * @param rem filled with what is left when a signal ends the sleep, unless NULL
     * @return 0; {@code -EINTR} after a signal's handler, never restarted; {@code -EINVAL} for a time that is negative or
     *     not normal; {@code -EFAULT} for a bad address (man 2 nanosleep)
     */
    @Call(blocks = true)
    long nanosleep(Task task, UserRef<Timespec> duration, @Optional UserRef<Timespec> rem);

    /**
     * Reads CLOCK_REALTIME in microseconds.
     *
     * @param tv filled with the time, unless NULL
     * @param tz filled with the kernel's time zone, Greenwich, unless NULL
     * @return 0; {@code -EFAULT} for a bad address (man 2 gettimeofday)
     */
    long gettimeofday(Task task, @Out UserRef<Timeval> tv, @Out UserRef<Timezone> tz);

    /**
     * Sets CLOCK_REALTIME and the kernel's time zone.
     *
     * @param tv the time, unless NULL
     * @param tz the time zone, unless NULL
     * @return 0; {@code -EPERM} without CAP_SYS_TIME; {@code -EINVAL} for a time that is negative or not normal; {@code
     *     -EFAULT} for a bad address (man 2 settimeofday)
     */
    long settimeofday(Task task, UserRef<Timeval> tv, UserRef<Timezone> tz);

    /**
     * Reads CLOCK_REALTIME in seconds.
     *
     * @param tloc filled with the time, unless NULL
     * @return seconds since 1970-01-01 UTC; {@code -EFAULT} for a bad address (man 2 time)
     */
    @Call(returns = Returns.LONG)
    long time(Task task, @Optional UserLong tloc);

    /**
     * Tunes the wall clock, and reads how it is tuned.
     *
     * @param buf what to change, {@code modes} 0 for nothing; filled with what holds
     * @return the state of the clock, TIME_OK to TIME_ERROR (5: not synchronized); {@code -EPERM} without CAP_SYS_TIME
     *     unless nothing is to change; {@code -EINVAL} for ADJ_ADJTIME without ADJ_OFFSET_SINGLESHOT; {@code -EFAULT} for a
     *     bad address (man 2 adjtimex)
     */
    @Call(returns = Returns.INT)
    long adjtimex(Task task, UserRef<Timex> buf);

    /**
     * As {@link #adjtimex}, for a given clock.
     *
     * @param clockid CLOCK_REALTIME
     * @param buf as for {@link #adjtimex}
     * @return as {@link #adjtimex}; {@code -EINVAL} for a clock that does not exist, {@code -EOPNOTSUPP} for one that cannot
     *     be tuned (man 2 clock_adjtime)
     */
    @Call(returns = Returns.INT)
    long clock_adjtime(Task task, @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid, UserRef<Timex> buf);

    /**
     * Goes on with a sleep that a signal without a handler cut short; called by who runs a program, never by the program.
     *
     * @return as the call that was cut short; {@code -EINTR} if there is none (man 2 restart_syscall)
     */
    @Call(blocks = true)
    long restart_syscall(Task task);
}
