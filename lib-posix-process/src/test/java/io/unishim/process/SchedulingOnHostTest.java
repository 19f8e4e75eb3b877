package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SETUID;

import io.unishim.Shim;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code sched_setattr}, {@code sched_getattr}, {@code ioprio_set} and {@code ioprio_get} against the host's. */
class SchedulingOnHostTest {
    @AutoClose
    private static HostProgram host;

    private final CallScript script = new CallScript();
    private final CallScript.Buffer in = script.buffer();
    private final CallScript.Buffer out = script.buffer();

    @BeforeAll
    static void compile() {
        host = CallScript.host();
    }

    private void agree() {
        try (Shim shim = Shim.builder().only("posix-process").boot()) {
            Task task = shim.newProcess("test");
            CapabilitySets few = new CapabilitySets(0, 1L << CAP_SETUID, 1L << CAP_SETUID, -1, 0);
            task.put(Credentials.KEY, Credentials.ROOT.withCapabilities(few));
            script.agree(host, task);
        }
    }

    private void set(int size, int policy, long flags, int nice, int priority, long... times) {
        script.ints(in, 0, size, policy);
        script.longs(in, 8, flags);
        script.ints(in, 16, nice, priority);
        script.longs(
                in,
                24,
                times.length > 0 ? times[0] : 0,
                times.length > 0 ? times[1] : 0,
                times.length > 0 ? times[2] : 0);
        script.call("sched_setattr", 0, in, 0);
        script.show(in, 0, 4);
        get();
    }

    /** What is known, without the runtime that newer kernels tell, and without utilization. */
    private void get() {
        script.call("sched_getattr", 0, out, 56, 0);
        script.show(out, 0, 24);
    }

    @Test
    void policies_and_parameters() {
        get();
        for (int policy : new int[] {0, 1, 2, 3, 4, 5, 6, 8, 100, -1}) {
            for (int priority : new int[] {0, 1, 99, 100, -1}) {
                set(48, policy, 0, 0, priority);
            }
        }
        agree();
    }

    @Test
    void nice_values() {
        for (int nice : new int[] {0, 5, 4, 19, 100, 5, -100, Integer.MAX_VALUE}) {
            set(48, 0, 0, nice, 0);
            set(48, 3, 0, nice, 0);
        }
        set(48, 0, 0x10, 0, 0);
        set(48, 5, 0x10, 0, 7);
        set(48, 3, 0x18, 0, 7);
        set(48, 3, 8, 19, 0);
        set(48, 3, 8, 19, 1);
        set(48, 77, 8, 19, 0);
        agree();
    }

    @Test
    void idle_cannot_be_left() {
        set(48, 5, 0, 10, 0);
        set(48, 0, 0, 10, 0);
        set(48, 0, 0, 19, 0);
        set(48, 5, 1, 11, 0);
        set(48, 5, 0, 11, 0);
        set(48, 5, 1, 12, 0);
        script.call("sched_getscheduler", 0);
        agree();
    }

    @Test
    void flags_and_deadlines() {
        for (int bit = 0; bit < 20; bit++) {
            if (bit != 5 && bit != 6) {
                set(56, 0, 1L << bit, 0, 0);
            }
        }
        set(48, 0, 0x20, 0, 0);
        set(48, 0, 0x40, 0, 0);
        set(56, 0, 1L << 40, 0, 0);
        long[][] times = {
            {0, 0, 0}, {1023, 2000, 3000}, {200_000, 100_000, 300_000}, {200_000, 400_000, 300_000}, {-1, -1, -1}
        };
        for (long[] each : times) {
            set(48, 6, 0, 0, 0, each);
        }
        agree();
    }

    @Test
    void sizes() {
        for (int size : new int[] {0, 1, 47, 48, 52, 55, 56, 57, 64, 4096, 4097, -1}) {
            script.longs(in, 56, 0);
            set(size, 0, 0, 0, 0);
            script.longs(in, 56, 1);
            set(size, 0, 0, 0, 0);
            script.call("sched_getattr", 0, out, size, 0);
        }
        script.call("sched_getattr", 0, out, 64, 0);
        script.show(out, 0, 4);
        script.call("sched_setattr", 0, 0, 0);
        script.call("sched_getattr", 0, 0, 48, 0);
        script.call("sched_setattr", -1, in, 0);
        script.call("sched_getattr", -1, out, 48, 0);
        script.call("sched_setattr", 0, in, 1);
        script.call("sched_getattr", 0, out, 48, 1);
        script.ints(in, 0, 48);
        script.longs(in, 56, 0);
        script.call("sched_setattr", 0x7fffffff, in, 0);
        script.call("sched_getattr", 0x7fffffff, out, 48, 0);
        script.call("sched_setattr", 0, in.last(3), 0);
        script.ints(in, 65536 - 40, 48);
        script.call("sched_setattr", 0, in.last(40), 0);
        script.call("sched_getattr", 0, in.last(40), 48, 0);
        agree();
    }

    @Test
    void priorities_of_input_and_output() {
        script.call("ioprio_get", 1, 0);
        for (int priorityClass = 0; priorityClass < 9; priorityClass++) {
            for (int level : new int[] {0, 1, 7, 8, 4096}) {
                script.call("ioprio_set", 1, 0, priorityClass << 13 | level);
                script.call("ioprio_get", 1, 0);
            }
        }
        script.call("ioprio_set", 1, 0, 2 << 13 | 3);
        for (int which : new int[] {-1, 0, 1, 4}) {
            script.call("ioprio_set", which, 0x7fffffff, 2 << 13);
            script.call("ioprio_get", which, 0x7fffffff);
            script.call("ioprio_set", which, 0, 5 << 13);
        }
        script.call("ioprio_set", 2, 0x7fffffff, 2 << 13);
        script.call("ioprio_get", 2, 0x7fffffff);
        script.call("ioprio_get", 3, 12345678);
        agree();
    }
}
