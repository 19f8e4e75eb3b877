package io.unishim.time;

import static io.unishim.abi.Clocks.CLOCK_REALTIME;
import static io.unishim.abi.Clocks.ITIMER_REAL;
import static io.unishim.abi.Clocks.TIMER_ABSTIME;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.linux.ClockCalls;
import io.unishim.linux.ClockCallsFamily;
import io.unishim.linux.TimerCalls;
import io.unishim.linux.TimerCallsFamily;
import io.unishim.memory.UserRef;
import io.unishim.struct.Itimerval;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.task.Task;
import io.unishim.task.VirtualTime;
import io.unishim.task.Waiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clocks that jump when everybody waits. */
@Timeout(value = 180, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualTimeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final VirtualTime time = VirtualTime.from(START);
    private final RecordedSignals signals = new RecordedSignals();
    private final Shim shim =
            Shim.builder().time(time).library(signals).only("posix-time").boot();
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

    private void sleep(Task task, long seconds) {
        assertThat(clocks.nanosleep(task, seconds(seconds), UserRef.none())).isZero();
    }

    @Test
    void a_sleep_takes_exactly_its_time_and_none_of_the_hosts() {
        Task task = shim.newProcess("test");
        long before = time.monotonicNanos();

        sleep(task, 365 * 86_400);

        assertThat(time.monotonicNanos() - before).isEqualTo(365 * 86_400 * SECOND);
        assertThat(time.realtimeNanos())
                .isEqualTo(START.plusSeconds(365 * 86_400).getEpochSecond() * SECOND);
    }

    @Test
    void a_moment_of_the_wall_clock_that_has_passed_is_not_waited_for() {
        long until = START.getEpochSecond();
        Task task = shim.newProcess("test");

        assertThat(clocks.clock_nanosleep(task, CLOCK_REALTIME, TIMER_ABSTIME, seconds(until + 100), UserRef.none()))
                .isZero();
        assertThat(time.realtimeNanos()).isEqualTo((until + 100) * SECOND);
        assertThat(clocks.clock_nanosleep(task, CLOCK_REALTIME, TIMER_ABSTIME, seconds(until), UserRef.none()))
                .isZero();
        assertThat(time.realtimeNanos()).isEqualTo((until + 100) * SECOND);
    }

    @Test
    void sleepers_wake_in_the_order_of_their_deadlines() throws InterruptedException {
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try (VirtualTime.Hold hold = time.hold()) {
            for (int i = 0; i < 8; i++) {
                int seconds = 1 + i * 5 % 8;
                Task task = shim.newProcess("sleeper");
                Thread thread = new Thread(time.watched(() -> {
                    for (int round = 1; round <= 3; round++) {
                        sleep(task, seconds * 100L);
                        said.add(time.monotonicNanos() / SECOND - 1 + " " + seconds);
                    }
                }));
                threads.add(thread);
                thread.start();
            }
            assertThat(said).as("while this thread holds the time").isEmpty();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int now = 1; now <= 24; now++) {
            for (int seconds = 1; seconds <= 8; seconds++) {
                if (now % seconds == 0 && now / seconds <= 3) {
                    expected.add(now * 100 + " " + seconds);
                }
            }
        }
        assertThat(said).hasSameSizeAs(expected).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(said.stream().map(line -> Integer.parseInt(line.split(" ", 2)[0])))
                .isSorted();
    }

    @Test
    void timers_go_off_while_others_sleep() {
        Task task = shim.newProcess("test");
        Itimerval everyMinute = new Itimerval(new Timeval(60, 0), new Timeval(60, 0));
        try (VirtualTime.Hold hold = time.hold()) {
            assertThat(timers.setitimer(task, ITIMER_REAL, UserRef.of(Itimerval.LAYOUT, everyMinute), UserRef.none()))
                    .isZero();
            for (int minute = 1; minute <= 60; minute++) {
                sleep(task, 59);
                assertThat(signals.sent).hasSize(minute - 1);
                sleep(task, 1);
            }
            assertThat(time.monotonicNanos()).isEqualTo(3601 * SECOND);
        }
    }

    @Test
    void no_time_passes_from_an_interruption_until_who_waits_is_awake() throws InterruptedException {
        Task interrupted = shim.newProcess("interrupted");
        Thread first = new Thread(() -> clocks.nanosleep(interrupted, seconds(1000), UserRef.none()));
        Task patient = shim.newProcess("patient");
        Thread second = new Thread(() -> sleep(patient, 500));
        VirtualTime.Hold hold = time.hold();
        for (Thread each : List.of(first, second)) {
            each.start();
            while (!(LockSupport.getBlocker(each) instanceof Waiter)) {
                Thread.onSpinWait();
            }
        }
        AtomicLong seen = new AtomicLong();

        // Nobody else comes back from waiting while this is asked.
        time.park(
                () -> {
                    interrupted.interrupt(Task.SIGNAL);
                    hold.close();
                    seen.set(time.monotonicNanos());
                    return true;
                },
                Waiter.FOREVER);

        assertThat(seen.get()).isEqualTo(SECOND);
        first.join();
        second.join();
        assertThat(time.monotonicNanos()).isEqualTo(501 * SECOND);
    }

    @Test
    void holds_nest() {
        Task task = shim.newProcess("test");
        VirtualTime.Hold outer = time.hold();
        time.hold().close();
        sleep(task, 5);
        outer.close();
        sleep(task, 5);
        assertThat(time.monotonicNanos()).isEqualTo(11 * SECOND);
    }

    @Test
    void a_start_beyond_what_nanoseconds_hold_is_refused() {
        assertThatThrownBy(() -> VirtualTime.from(Instant.MAX)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> VirtualTime.from(Instant.MIN)).isInstanceOf(ArithmeticException.class);
    }
}
