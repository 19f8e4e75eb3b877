package io.unishim.time;

import static io.unishim.abi.Clocks.CLOCK_MONOTONIC;
import static io.unishim.abi.Clocks.CLOCK_REALTIME;
import static io.unishim.abi.Clocks.ITIMER_REAL;
import static io.unishim.abi.Clocks.TFD_NONBLOCK;
import static io.unishim.abi.Clocks.TIMER_ABSTIME;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Restart.ERESTART_RESTARTBLOCK;
import static io.unishim.abi.Signals.SIGEV_SIGNAL;
import static io.unishim.abi.Signals.SIGEV_THREAD_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.ClockCalls;
import io.unishim.linux.ClockCallsFamily;
import io.unishim.linux.TimerCalls;
import io.unishim.linux.TimerCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.Itimerspec;
import io.unishim.struct.Itimerval;
import io.unishim.struct.SigEvent;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.task.Task;
import io.unishim.testing.ManualTime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What timers do as time passes, by clocks that move when told. */
class TimerBehaviourTest {
    private static final long SECOND = 1_000_000_000L;

    private final ManualTime time = new ManualTime();
    private final RecordedSignals signals = new RecordedSignals();
    private final Shim shim =
            Shim.builder().time(time).library(signals).only("posix-time").boot();
    private final Task task = shim.newProcess("test");
    private final ClockCalls clocks = shim.calls(ClockCallsFamily.FAMILY);
    private final TimerCalls timers = shim.calls(TimerCallsFamily.FAMILY);

    @AfterEach
    void close() {
        shim.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(each -> each.getName().equals("unishim-alarms"));
    }

    private static UserRef<Timespec> seconds(long seconds) {
        return UserRef.of(Timespec.LAYOUT, new Timespec(seconds, 0));
    }

    private static UserRef<Itimerspec> every(long interval, long first) {
        return UserRef.of(Itimerspec.LAYOUT, new Itimerspec(new Timespec(interval, 0), new Timespec(first, 0)));
    }

    private String signal() throws InterruptedException {
        return String.valueOf(signals.sent.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void a_sleep_ends_when_its_time_has_come_and_not_before() {
        CompletableFuture<Long> sleep =
                CompletableFuture.supplyAsync(() -> clocks.nanosleep(task, seconds(5), UserRef.none()));
        time.awaitParked();
        time.advance(5 * SECOND - 1);
        assertThat(sleep).isNotDone();
        time.advance(1);
        assertThat(sleep.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void a_sleep_until_a_moment_of_the_wall_clock() {
        long until = time.realtimeNanos() / SECOND + 100;
        CompletableFuture<Long> sleep = CompletableFuture.supplyAsync(
                () -> clocks.clock_nanosleep(task, CLOCK_REALTIME, TIMER_ABSTIME, seconds(until), UserRef.none()));
        time.awaitParked();
        time.advance(100 * SECOND);
        assertThat(sleep.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
        assertThat(clocks.clock_nanosleep(task, CLOCK_REALTIME, TIMER_ABSTIME, seconds(until), UserRef.none()))
                .isZero();
    }

    @Test
    void a_signal_ends_a_sleep_and_what_is_left_is_told() {
        task.interrupt(Task.SIGNAL);
        UserRef<Timespec> rest = UserRef.room(Timespec.LAYOUT);
        assertThat(clocks.nanosleep(task, seconds(7), rest)).isEqualTo(-ERESTART_RESTARTBLOCK);
        assertThat(rest.get()).isEqualTo(new Timespec(7, 0));
        task.done(Task.SIGNAL);
        time.advance(7 * SECOND);
        assertThat(clocks.restart_syscall(task)).isZero();
    }

    @Test
    void the_interval_timer_sends_its_signal_each_time() throws InterruptedException {
        Itimerval setting = new Itimerval(new Timeval(2, 0), new Timeval(3, 0));
        timers.setitimer(task, ITIMER_REAL, UserRef.of(Itimerval.LAYOUT, setting), UserRef.none());
        String alarm = "process " + task.process().pid() + " signal 14 code 128 first 0 value 0";
        time.advance(3 * SECOND);
        assertThat(signal()).isEqualTo(alarm);
        time.advance(2 * SECOND);
        assertThat(signal()).isEqualTo(alarm);
        UserRef<Itimerval> left = UserRef.room(Itimerval.LAYOUT);
        time.advance(SECOND / 2);
        timers.getitimer(task, ITIMER_REAL, left);
        assertThat(left.get()).isEqualTo(new Itimerval(new Timeval(2, 0), new Timeval(1, 500_000)));
        assertThat(timers.alarm(task, 0)).isEqualTo(2);
        time.advance(100 * SECOND);
        assertThat(timers.alarm(task, 0)).isZero();
        assertThat(signals.sent).isEmpty();
    }

    @Test
    void a_timer_sends_what_it_was_told_to_and_counts_what_it_missed() throws InterruptedException {
        int[] id = new int[1];
        SigEvent event = new SigEvent(42, 34, SIGEV_THREAD_ID, task.tid());
        timers.timer_create(task, CLOCK_MONOTONIC, UserRef.of(SigEvent.LAYOUT, event), UserInt.of(id));
        timers.timer_settime(task, id[0], 0, every(1, 1), UserRef.none());
        time.advance(4 * SECOND);
        assertThat(signal()).isEqualTo("task " + task.tid() + " signal 34 code -2 first 300000000 value 42");
        assertThat(timers.timer_getoverrun(task, id[0])).isEqualTo(3);
        timers.timer_delete(task, id[0]);
        time.advance(4 * SECOND);
        assertThat(signals.sent).isEmpty();
    }

    @Test
    void timers_end_with_their_process() {
        int[] id = new int[1];
        SigEvent event = new SigEvent(0, 10, SIGEV_SIGNAL, 0);
        timers.timer_create(task, CLOCK_MONOTONIC, UserRef.of(SigEvent.LAYOUT, event), UserInt.of(id));
        timers.timer_settime(task, id[0], 0, every(0, 1), UserRef.none());
        timers.alarm(task, 1);
        shim.tasks().exited(task, 0);
        time.advance(SECOND);
        assertThat(signals.sent).isEmpty();
    }

    private long read(OpenFileDescription open) {
        ByteBuffer into = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        long result = open.file().read(task, open, UserBuffer.of(into.array()), 0);
        return result == 8 ? into.getLong(0) : result;
    }

    @Test
    void a_timer_descriptor_gives_the_expirations_since_the_last_read() {
        Alarms alarms = new Alarms(time);
        Timerfd file = new Timerfd(alarms, Clock.MONOTONIC);
        OpenFileDescription open = new OpenFileDescription(file, O_RDWR | TFD_NONBLOCK);
        assertThat(open.has(O_NONBLOCK)).isTrue();
        assertThat(read(open)).isEqualTo(-EAGAIN);
        file.set(false, every(2, 5).get());
        assertThat(file.readiness(open)).isZero();
        time.advance(9 * SECOND);
        assertThat(file.readiness(open)).isEqualTo(POLLIN);
        assertThat(read(open)).isEqualTo(3);
        assertThat(read(open)).isEqualTo(-EAGAIN);
        time.advance(SECOND / 2);
        assertThat(file.setting()).isEqualTo(new Itimerspec(new Timespec(2, 0), new Timespec(1, 500_000_000)));
        file.set(false, every(0, 1).get());
        time.advance(10 * SECOND);
        assertThat(read(open)).isEqualTo(1);
        time.advance(10 * SECOND);
        assertThat(read(open)).isEqualTo(-EAGAIN);
        alarms.close();
    }

    @Test
    void a_blocked_read_of_a_timer_descriptor_ends_when_it_expires() {
        Alarms alarms = new Alarms(time);
        Timerfd file = new Timerfd(alarms, Clock.MONOTONIC);
        OpenFileDescription open = new OpenFileDescription(file, O_RDWR);
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> read(open));
        file.set(false, every(0, 5).get());
        time.advance(5 * SECOND);
        assertThat(read.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(1);
        alarms.close();
    }
}
