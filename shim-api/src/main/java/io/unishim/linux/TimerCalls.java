package io.unishim.linux;

import io.unishim.abi.Clocks;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.Itimerspec;
import io.unishim.struct.Itimerval;
import io.unishim.struct.SigEvent;
import io.unishim.task.Task;

/** Timers that send signals: three of every process, and those it makes. Neither a fork nor an exec inherits the latter. */
@Calls("timers")
public interface TimerCalls {
    /**
     * Reads a timer of the process.
     *
     * @param which ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF
     * @param value filled with the time left and the interval
     * @return 0; {@code -EINVAL} for another timer; {@code -EFAULT} for a bad address (man 2 getitimer)
     */
    long getitimer(
            Task task, @OneOf(value = Clocks.class, prefix = "ITIMER_") int which, @Out UserRef<Itimerval> value);

    /**
     * Sets a timer of the process, which sends SIGALRM, SIGVTALRM or SIGPROF.
     *
     * @param which ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF
     * @param value time and interval; NULL disarms it, as a time of 0 does
     * @param old filled with what held before, unless NULL
     * @return 0; {@code -EINVAL} for another timer or a time that is negative or not normal; {@code -EFAULT} for a bad
     *     address (man 2 setitimer)
     */
    long setitimer(
            Task task,
            @OneOf(value = Clocks.class, prefix = "ITIMER_") int which,
            UserRef<Itimerval> value,
            @Optional @Out UserRef<Itimerval> old);

    /**
     * Sets ITIMER_REAL, without an interval.
     *
     * @param seconds until SIGALRM; 0 disarms it
     * @return the seconds that were left, at least 1 if it was armed, else 0; never fails (man 2 alarm)
     */
    @Call(returns = Returns.INT)
    long alarm(Task task, @Unsigned int seconds);

    /**
     * Makes a timer, not armed.
     *
     * @param clockid the clock that counts
     * @param sevp how to hear of it; NULL for SIGALRM with the timer's id as value
     * @param timerid filled with its id, 0 or more
     * @return 0; {@code -EINVAL} for a clock that does not exist, or a wrong {@code sevp}: its kind, its signal, a task of
     *     another process; {@code -EOPNOTSUPP} for a clock that has no timers; {@code -EPERM} for an alarm clock without
     *     CAP_WAKE_ALARM; {@code -EAGAIN} if there are too many; {@code -EFAULT} for a bad address (man 2 timer_create)
     */
    long timer_create(
            Task task,
            @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid,
            UserRef<SigEvent> sevp,
            @Out UserInt timerid);

    /**
     * Arms or disarms a timer.
     *
     * @param timerid which
     * @param flags TIMER_ABSTIME if the value is a moment; other bits are ignored
     * @param value when, and how often; a value of 0 disarms it
     * @param old filled with what held before, unless NULL
     * @return 0; {@code -EINVAL} for an id that is none, NULL, or a time that is negative or not normal; {@code -EFAULT} for
     *     a bad address (man 2 timer_settime)
     */
    long timer_settime(
            Task task, int timerid, int flags, UserRef<Itimerspec> value, @Optional @Out UserRef<Itimerspec> old);

    /**
     * Reads a timer.
     *
     * @param timerid which
     * @param value filled with the time left and the interval
     * @return 0; {@code -EINVAL} for an id that is none; {@code -EFAULT} for a bad address (man 2 timer_gettime)
     */
    long timer_gettime(Task task, int timerid, @Out UserRef<Itimerspec> value);

    /**
     * How often a timer expired between its last signal and that signal's delivery.
     *
     * @param timerid which
     * @return 0 to DELAYTIMER_MAX; {@code -EINVAL} for an id that is none (man 2 timer_getoverrun)
     */
    @Call(returns = Returns.INT)
    long timer_getoverrun(Task task, int timerid);

    /**
     * Ends a timer.
     *
     * @param timerid which
     * @return 0; {@code -EINVAL} for an id that is none (man 2 timer_delete)
     */
    long timer_delete(Task task, int timerid);
}
