package io.unishim.time;

import static io.unishim.abi.Clocks.ITIMER_PROF;
import static io.unishim.abi.Clocks.ITIMER_REAL;
import static io.unishim.abi.Clocks.ITIMER_VIRTUAL;
import static io.unishim.abi.Clocks.TIMER_ABSTIME;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SIGALRM;
import static io.unishim.abi.Signals.SIGEV_NONE;
import static io.unishim.abi.Signals.SIGEV_SIGNAL;
import static io.unishim.abi.Signals.SIGEV_THREAD;
import static io.unishim.abi.Signals.SIGEV_THREAD_ID;
import static io.unishim.abi.Signals.SIGPROF;
import static io.unishim.abi.Signals.SIGVTALRM;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.TimerCalls;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.Itimerspec;
import io.unishim.struct.Itimerval;
import io.unishim.struct.SigEvent;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

final class TimerHandlers implements TimerCalls {
    private static final Itimerval OFF = new Itimerval(new Timeval(0, 0), new Timeval(0, 0));
    private static final String HANDLERS_COUNT =
            "to ITIMER_VIRTUAL calls that are served without the host's kernel count, too";

    private final Alarms alarms;
    private final CpuAlarms cpuAlarms;
    private final Signalling signalling;

    TimerHandlers(Alarms alarms, CpuAlarms cpuAlarms, Signalling signalling) {
        this.alarms = alarms;
        this.cpuAlarms = cpuAlarms;
        this.signalling = signalling;
    }

    @Override
    @Support(value = PARTIAL, note = HANDLERS_COUNT)
    public long getitimer(Task task, int which, UserRef<Itimerval> value) {
        if (which < ITIMER_REAL || which > ITIMER_PROF) {
            return -EINVAL;
        }
        IntervalTimer timer = task.process().state(ProcessTimers.KEY).interval(which);
        value.set(itimerval(timer == null ? Countdown.Setting.NONE : timer.setting()));
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = HANDLERS_COUNT)
    public long setitimer(Task task, int which, UserRef<Itimerval> value, UserRef<Itimerval> old) {
        Itimerval wanted = value.isNull() ? OFF : value.get();
        if (!valid(wanted.value()) || !valid(wanted.interval()) || which < ITIMER_REAL || which > ITIMER_PROF) {
            return -EINVAL;
        }
        Countdown.Setting before = set(task.process(), which, nanos(wanted.value()), nanos(wanted.interval()));
        if (!old.isNull()) {
            old.set(itimerval(before));
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long alarm(Task task, int seconds) {
        long wanted = seconds < 0 ? Integer.MAX_VALUE : seconds;
        long left = set(task.process(), ITIMER_REAL, wanted * 1_000_000_000L, 0).left() / 1000;
        long whole = left / 1_000_000;
        // As Linux rounds: half a second up, and never down to 0 what is still to come.
        return whole + (left % 1_000_000 >= 500_000 || whole == 0 && left != 0 ? 1 : 0);
    }

    private Countdown.Setting set(Process process, int which, long after, long interval) {
        ProcessTimers timers = process.state(ProcessTimers.KEY);
        IntervalTimer timer = timers.interval(which);
        if (timer == null && after != 0) {
            timer = timers.intervalOr(which, fresh(process, which));
        }
        return timer == null ? Countdown.Setting.NONE : timer.set(after, interval);
    }

    private IntervalTimer fresh(Process process, int which) {
        return switch (which) {
            case ITIMER_REAL -> new IntervalTimer(alarms, process, signalling, SIGALRM);
            case ITIMER_VIRTUAL ->
                new IntervalTimer(new CpuTicker(cpuAlarms, process, null, true), process, signalling, SIGVTALRM);
            default -> new IntervalTimer(new CpuTicker(cpuAlarms, process, null, false), process, signalling, SIGPROF);
        };
    }

    private static boolean valid(Timeval time) {
        return time.seconds() >= 0 && time.micros() >= 0 && time.micros() < 1_000_000;
    }

    private static long nanos(Timeval time) {
        return new Timespec(time.seconds(), time.micros() * 1000).toNanos();
    }

    private static Itimerval itimerval(Countdown.Setting setting) {
        // What is armed never looks as if it were not.
        long left = setting.armed() ? Math.max(setting.left(), 1000) : 0;
        return new Itimerval(Timeval.ofNanos(setting.interval()), Timeval.ofNanos(left));
    }

    @Override
    @Support(value = PARTIAL, note = "alarm clocks as on a machine without one: EOPNOTSUPP")
    public long timer_create(Task task, int clockid, UserRef<SigEvent> sevp, UserInt timerid) {
        Clock clock = Clock.of(clockid);
        if (clock == null && !(CpuClock.is(clockid) && CpuClock.now(task, clockid) >= 0)) {
            return -EINVAL;
        }
        if (clock != null && !clock.hasTimers() && !clock.isAlarm()) {
            return -EOPNOTSUPP;
        }
        SigEvent event = sevp.isNull() ? null : sevp.get();
        if (event != null && !valid(task, event)) {
            return -EINVAL;
        }
        ProcessTimers timers = task.process().state(ProcessTimers.KEY);
        int id = timers.claimId();
        if (id < 0) {
            return -EAGAIN;
        }
        timerid.set(id);
        if (clock != null && clock.isAlarm()) {
            return -EOPNOTSUPP;
        }
        SigEvent how = event == null ? new SigEvent(id, SIGALRM, SIGEV_SIGNAL, 0) : event;
        Task target = how.how() == SIGEV_THREAD_ID ? thread(task, how.tid()) : null;
        Ticker ticker = clock == null ? CpuClock.ticker(cpuAlarms, task, clockid) : alarms;
        timers.add(id, new PosixTimer(ticker, signalling, id, clock, how, task.process(), target));
        return 0;
    }

    private static boolean valid(Task task, SigEvent event) {
        return switch (event.how()) {
            case SIGEV_NONE -> true;
            case SIGEV_SIGNAL, SIGEV_THREAD -> validSignal(event);
            case SIGEV_THREAD_ID -> validSignal(event) && thread(task, event.tid()) != null;
            default -> false;
        };
    }

    private static boolean validSignal(SigEvent event) {
        return event.signo() > 0 && event.signo() <= NSIG;
    }

    private static @Nullable Task thread(Task task, int tid) {
        Task found = tid == task.tid() ? task : task.shim().tasks().task(tid);
        return found != null && found.process() == task.process() ? found : null;
    }

    @Override
    @Support(FULL)
    public long timer_settime(Task task, int timerid, int flags, UserRef<Itimerspec> value, UserRef<Itimerspec> old) {
        if (value.isNull()) {
            return -EINVAL;
        }
        Itimerspec wanted = value.get();
        PosixTimer timer = task.process().state(ProcessTimers.KEY).get(timerid);
        if (!wanted.value().valid() || !wanted.interval().valid() || timer == null) {
            return -EINVAL;
        }
        Countdown.Setting before =
                Settings.set(timer, alarms.time(), timer.clock(), (flags & TIMER_ABSTIME) != 0, wanted);
        if (!old.isNull()) {
            old.set(Settings.itimerspec(before));
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long timer_gettime(Task task, int timerid, UserRef<Itimerspec> value) {
        PosixTimer timer = task.process().state(ProcessTimers.KEY).get(timerid);
        if (timer == null) {
            return -EINVAL;
        }
        value.set(Settings.itimerspec(timer.setting()));
        return 0;
    }

    @Override
    @Support(FULL)
    public long timer_getoverrun(Task task, int timerid) {
        PosixTimer timer = task.process().state(ProcessTimers.KEY).get(timerid);
        return timer == null ? -EINVAL : timer.overrun();
    }

    @Override
    @Support(FULL)
    public long timer_delete(Task task, int timerid) {
        PosixTimer timer = task.process().state(ProcessTimers.KEY).remove(timerid);
        if (timer == null) {
            return -EINVAL;
        }
        timer.disarm();
        return 0;
    }
}
