package io.unishim.time;

import io.unishim.Shim;
import io.unishim.task.Task;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results and errno of clocks and timers against the host's. Times themselves differ, of course. */
class TimesAgreeWithLinuxTest {
    @AutoClose
    private static HostProgram host;

    private final CallScript script = new CallScript();
    private final CallScript.Buffer buffer = script.buffer();
    private final CallScript.Buffer times = script.buffer();

    @BeforeAll
    static void compile() {
        host = CallScript.host();
    }

    private void agree() {
        try (Shim shim = Shim.builder()
                .library(new RecordedSignals())
                .only("posix-time", "vfscore")
                .boot()) {
            Task task = shim.newProcess("test");
            script.agree(host, task);
        }
    }

    private CallScript.Value spec(long seconds, long nanos) {
        script.longs(times, 0, seconds, nanos);
        return times.at(0);
    }

    private CallScript.Value setting(long intervalSeconds, long intervalNanos, long seconds, long nanos) {
        script.longs(times, 0, intervalSeconds, intervalNanos, seconds, nanos);
        return times.at(0);
    }

    @Test
    void which_clocks_can_be_read() {
        for (int clock = -16; clock < 16; clock++) {
            script.call("clock_gettime", clock, buffer);
            script.call("clock_getres", clock, buffer);
            script.call("clock_getres", clock, 0);
            script.call("clock_gettime", clock, buffer.last(8));
            script.call("clock_gettime", clock, 0);
        }
        for (int clock : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, -1 << 20}) {
            script.call("clock_gettime", clock, buffer);
        }
        agree();
    }

    @Test
    void resolutions() {
        // The negative ones are the caller's, as its process and its thread have them.
        for (int clock : new int[] {0, 1, 2, 3, 4, 7, 11, -8, -7, -6, -4, -3, -2}) {
            script.call("clock_getres", clock, buffer);
            script.show(buffer, 0, 16);
        }
        agree();
    }

    @Test
    void which_clocks_can_be_slept_by() {
        for (int clock = -10; clock < 16; clock++) {
            for (int flags = 0; flags < 2; flags++) {
                script.call("clock_nanosleep", clock, flags, spec(0, 0), 0);
                if (clock >= 0 && (clock != 2 || flags == 1)) {
                    // A duration of processor time would never pass.
                    script.call("clock_nanosleep", clock, flags, spec(0, 1), buffer.last(8));
                }
                script.call("clock_nanosleep", clock, flags, spec(0, 1_000_000_000), 0);
                script.call("clock_nanosleep", clock, flags, spec(-1, 0), 0);
                script.call("clock_nanosleep", clock, flags, spec(0, -1), 0);
                script.call("clock_nanosleep", clock, flags, 0, 0);
            }
        }
        script.call("clock_nanosleep", 1, 6, spec(0, 1), 0);
        agree();
    }

    @Test
    void nanosleep() {
        script.call("nanosleep", spec(0, 0), 0);
        script.call("nanosleep", spec(0, 999), buffer);
        script.call("nanosleep", spec(0, 1_000_000_000), 0);
        script.call("nanosleep", spec(0, -1), 0);
        script.call("nanosleep", spec(-1, 0), 0);
        script.call("nanosleep", spec(Long.MIN_VALUE, 0), 0);
        script.call("nanosleep", 0, 0);
        script.call("nanosleep", buffer.last(8), 0);
        agree();
    }

    @Test
    void the_old_calls_read_too() {
        script.call("gettimeofday", 0, 0);
        script.call("gettimeofday", buffer, buffer.at(64));
        script.show(buffer, 64, 8);
        script.call("gettimeofday", buffer.last(8), 0);
        script.call("gettimeofday", 0, buffer.last(4));
        script.call("time", buffer.last(4));
        agree();
    }

    @Test
    void setting_clocks_without_the_right_to() {
        for (int clock = -10; clock < 16; clock++) {
            script.call("clock_settime", clock, 0);
            script.call("clock_settime", clock, spec(-1, 0));
            script.call("clock_settime", clock, spec(5, 1_000_000_000));
            script.call("clock_settime", clock, spec(Long.MAX_VALUE, 0));
            script.call("clock_settime", clock, spec(0, 0));
            script.call("clock_adjtime", clock, 0);
        }
        script.call("settimeofday", 0, 0);
        script.call("settimeofday", spec(5, -1), 0);
        script.call("settimeofday", spec(5, 1_000_000), 0);
        script.call("settimeofday", spec(5, 1_000_001), 0);
        script.call("settimeofday", spec(-5, 0), 0);
        script.call("settimeofday", buffer.last(8), 0);
        script.call("settimeofday", 0, buffer.last(4));
        script.call("settimeofday", 0, buffer);
        for (int modes : new int[] {1, 2, 0x8000, 0x8001, 0x100, 0x4000}) {
            script.ints(buffer, 0, modes);
            script.call("adjtimex", buffer);
        }
        script.call("adjtimex", 0);
        script.call("adjtimex", buffer.last(100));
        agree();
    }

    @Test
    void interval_timers() {
        script.call("setitimer", 0, setting(0, 0, 1000, 999_999), 0);
        script.call("setitimer", 0, setting(7, 8, 0, 0), buffer);
        script.call("setitimer", 0, setting(7, 8, 1000, 0), buffer);
        script.show(buffer, 0, 32);
        script.call("getitimer", 0, buffer);
        script.show(buffer, 0, 16);
        script.call("setitimer", 0, 0, 0);
        script.call("getitimer", 0, buffer);
        script.show(buffer, 0, 32);
        script.call("setitimer", 0, setting(0, 0, 0, 1_000_000), 0);
        script.call("setitimer", 0, setting(0, 1_000_000, 0, 0), 0);
        script.call("setitimer", 0, setting(0, 0, -1, 0), 0);
        script.call("setitimer", 0, setting(0, 0, 0, -1), 0);
        script.call("setitimer", 0, buffer.last(24), 0);
        script.call("setitimer", 3, setting(0, 0, 1, 0), 0);
        script.call("setitimer", -1, 0, 0);
        script.call("setitimer", 0, setting(0, 0, 1000, 0), buffer.last(24));
        script.call("getitimer", 3, buffer);
        script.call("getitimer", 0, 0);
        agree();
    }

    @Test
    void alarm() {
        script.call("alarm", 0);
        script.call("alarm", 0);
        script.call("setitimer", 0, setting(0, 0, 100, 900_000), 0);
        script.call("alarm", 0);
        script.call("setitimer", 0, setting(0, 0, 100, 400_000), 0);
        script.call("alarm", 50);
        script.call("setitimer", 0, setting(0, 0, 0, 300_000), 0);
        script.call("alarm", -1);
        agree();
    }

    private CallScript.Value event(int how, int signal, int tid) {
        script.longs(buffer, 1024, 77);
        script.ints(buffer, 1032, signal, how, tid);
        return buffer.at(1024);
    }

    @Test
    void which_timers_can_be_made() {
        for (int clock = 4; clock < 16; clock++) {
            script.call("timer_create", clock, event(1, 0, 0), buffer);
        }
        for (int how = -1; how < 8; how++) {
            for (int signal : new int[] {0, 10, 64, 65, -1}) {
                script.call("timer_create", 1, event(how, signal, 0), buffer);
            }
        }
        script.call("timer_create", 0, event(4, 10, 1 << 29), buffer);
        script.call("timer_create", 0, 0, 0);
        script.call("timer_create", 0, buffer.last(32), buffer);
        script.call("timer_create", -1, 0, buffer);
        script.call("timer_create", 99, 0, buffer);
        agree();
    }

    @Test
    void timers_that_tell_nobody() {
        script.call("timer_create", 1, event(1, 0, 0), buffer.at(500));
        script.show(buffer, 500, 4);
        CallScript.Value timer = buffer.word(500);
        CallScript.Value out = buffer.at(100);
        script.call("timer_gettime", timer, out);
        script.show(buffer, 100, 32);
        script.call("timer_settime", timer, 0, setting(5, 7, 1000, 0), out);
        script.show(buffer, 100, 32);
        script.call("timer_gettime", timer, out);
        script.show(buffer, 100, 16);
        script.call("timer_settime", timer, 1, setting(0, 0, 0, 1), 0);
        script.call("timer_gettime", timer, out);
        script.show(buffer, 100, 32);
        script.call("timer_settime", timer, 1, setting(1000, 0, 0, 1), 0);
        script.call("timer_gettime", timer, out);
        script.show(buffer, 100, 16);
        // A signal that does not come; without one, Linux goes on to show the time of a timer that was disarmed.
        script.call("timer_create", 1, event(0, 10, 0), buffer);
        script.call("timer_settime", buffer.word(0), 0, setting(5, 7, 1000, 0), 0);
        script.call("timer_settime", buffer.word(0), 0, setting(5, 7, 0, 0), 0);
        script.call("timer_gettime", buffer.word(0), out);
        script.show(buffer, 100, 32);
        script.call("timer_settime", timer, -2, setting(0, 0, 1, 0), 0);
        script.call("timer_settime", timer, 0, setting(0, 1_000_000_000, 1, 0), 0);
        script.call("timer_settime", timer, 0, setting(0, 0, -1, 0), 0);
        script.call("timer_settime", timer, 0, 0, 0);
        script.call("timer_settime", timer, 0, buffer.last(16), 0);
        script.call("timer_settime", timer, 0, setting(0, 0, 1, 0), buffer.last(16));
        script.call("timer_settime", 99, 0, setting(0, 0, 1, 0), 0);
        script.call("timer_gettime", 99, out);
        script.call("timer_gettime", timer, 0);
        script.call("timer_getoverrun", timer);
        script.call("timer_getoverrun", 99);
        script.call("timer_delete", timer);
        script.call("timer_delete", timer);
        script.call("timer_delete", -1);
        agree();
    }

    @Test
    void timer_descriptors() {
        for (int clock = -3; clock < 16; clock++) {
            for (int flags : new int[] {0, 02000000, 04000, 1}) {
                script.call("timerfd_create", clock, flags);
            }
        }
        CallScript.Value fd = script.call("timerfd_create", 1, 04000);
        script.call("read", fd, buffer, 8);
        script.call("read", fd, buffer, 7);
        script.call("write", fd, buffer, 8);
        script.call("timerfd_gettime", fd, buffer);
        script.show(buffer, 0, 32);
        script.call("timerfd_settime", fd, 0, setting(3, 4, 1000, 0), buffer);
        script.show(buffer, 0, 32);
        script.call("timerfd_gettime", fd, buffer);
        script.show(buffer, 0, 16);
        script.call("timerfd_settime", fd, 1, setting(0, 0, 0, 1), 0);
        script.call("read", fd, buffer, 100);
        script.show(buffer, 0, 8);
        script.call("read", fd, buffer, 8);
        script.call("timerfd_gettime", fd, buffer);
        script.show(buffer, 0, 32);
        script.call("timerfd_settime", fd, 3, setting(0, 0, 0, 1), 0);
        script.call("timerfd_settime", fd, 4, setting(0, 0, 0, 1), 0);
        script.call("timerfd_settime", fd, 0, setting(0, 1_000_000_000, 0, 1), 0);
        script.call("timerfd_settime", fd, 0, setting(0, 0, -1, 1), 0);
        script.call("timerfd_settime", fd, 0, setting(5, 5, 0, 0), 0);
        script.call("timerfd_gettime", fd, buffer);
        script.show(buffer, 0, 32);
        script.call("timerfd_settime", fd, 0, 0, 0);
        script.call("timerfd_settime", fd, 0, buffer.last(8), 0);
        script.call("timerfd_settime", fd, 0, setting(0, 0, 1, 0), buffer.last(8));
        script.call("timerfd_settime", 999, 0, setting(0, 0, 1, 0), 0);
        script.call("timerfd_gettime", 999, buffer);
        script.call("timerfd_gettime", fd, 0);
        CallScript.Value file = script.call("memfd_create", buffer, 0);
        script.call("timerfd_settime", file, 0, setting(0, 0, 1, 0), 0);
        script.call("timerfd_gettime", file, buffer);
        agree();
    }
}
