package io.unishim.time;

import static io.unishim.abi.Clocks.CLOCK_PROCESS_CPUTIME_ID;
import static io.unishim.abi.Clocks.CLOCK_THREAD_CPUTIME_ID;
import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Clocks that count processor time. Beside two fixed ids there is one for each process and thread, in the bits that the kernel
 * and the C library agreed on: the id inverted, bit 2 for a thread, bits 0 and 1 for the kind; kind 3 is a device's clock.
 */
final class CpuClock {
    private static final int THREAD = 4;
    private static final int KIND = 3;
    private static final int PRECISE = 2;

    private CpuClock() {}

    static boolean is(int id) {
        return id < 0 || id == CLOCK_PROCESS_CPUTIME_ID || id == CLOCK_THREAD_CPUTIME_ID;
    }

    /** @return whether it is the clock of a device, of which there are none */
    static boolean isDevice(int id) {
        return id < 0 && (id & (THREAD | KIND)) == KIND;
    }

    /** @return nanoseconds; of those that once were counted at ticks what a tick is, though they are as precise as the others */
    static long resolution(int id) {
        return id >= 0 || (id & KIND) == PRECISE ? 1 : Clock.TICK_NANOS;
    }

    /** @return whether it counts the caller's own thread */
    static boolean isOwnThread(Task caller, int id) {
        int whose = ~(id >> 3);
        return id < 0 && (id & THREAD) != 0 && (whose == 0 || whose == caller.tid());
    }

    /** @return what the clock shows in nanoseconds, or {@code -EINVAL} if there is none of that id */
    static long now(Task caller, int id) {
        if (id == CLOCK_PROCESS_CPUTIME_ID) {
            return ofProcess(caller, caller.process());
        }
        if (id == CLOCK_THREAD_CPUTIME_ID) {
            return ofTask(caller, caller);
        }
        int whose = ~(id >> 3);
        if ((id & KIND) == KIND) {
            return -EINVAL;
        }
        if ((id & THREAD) != 0) {
            Task task = whose == 0 || whose == caller.tid()
                    ? caller
                    : caller.shim().tasks().task(whose);
            return task == null || task.process() != caller.process() ? -EINVAL : ofTask(caller, task);
        }
        boolean own = whose == 0 || whose == caller.process().pid();
        Process process = own ? caller.process() : caller.shim().tasks().process(whose);
        return process == null || process.status() != Process.RUNNING ? -EINVAL : ofProcess(caller, process);
    }

    /** @return what alarms by that clock, which there is, are set by */
    static CpuTicker ticker(CpuAlarms alarms, Task caller, int id) {
        boolean thread = id == CLOCK_THREAD_CPUTIME_ID || id < 0 && (id & THREAD) != 0;
        int whose = id >= 0 ? 0 : ~(id >> 3);
        if (thread) {
            Task task = whose == 0 ? caller : caller.shim().tasks().task(whose);
            return new CpuTicker(alarms, caller.process(), task == null ? caller : task, false);
        }
        Process process = whose == 0 ? caller.process() : caller.shim().tasks().process(whose);
        return new CpuTicker(alarms, process == null ? caller.process() : process, null, false);
    }

    /** @param caller who asks, or null for none of the tasks */
    static long ofProcess(@Nullable Task caller, Process process) {
        long sum = process.state(ProcessTimers.KEY).endedTasksCpu();
        for (Task each : process.tasks()) {
            sum += ofTask(caller, each);
        }
        return sum;
    }

    /** @return of a process's time what it spent outside of the host's kernel */
    static long ofProcessOutsideKernel(@Nullable Task caller, Process process) {
        long sum = process.state(ProcessTimers.KEY).endedTasksOutsideKernel();
        for (Task each : process.tasks()) {
            sum += ofTaskOutsideKernel(caller, each);
        }
        return sum;
    }

    static long ofTaskOutsideKernel(@Nullable Task caller, Task task) {
        Execution program = task.stateOrNull(Execution.KEY);
        long all = ofTask(caller, task);
        return program == null ? all : Math.max(0, all - program.systemNanos());
    }

    /** @return the time of the thread that acts for the task; 0 where the JVM does not know, as for virtual threads */
    static long ofTask(@Nullable Task caller, Task task) {
        Execution program = task.stateOrNull(Execution.KEY);
        long used = program == null ? -1 : program.processorNanos();
        if (used >= 0) {
            return used;
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        @Nullable Thread acting = task == caller ? Thread.currentThread() : task.thread();
        if (acting == null || !threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
            return 0;
        }
        return Math.max(0, threads.getThreadCpuTime(acting.getId()));
    }
}
