package io.unishim.process;

import io.unishim.struct.Rusage;
import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Processor time, of programs by their own account and of other tasks by the JVM's account of the threads that act for them.
 * Of these nothing is counted, and no bean is loaded, before the first question: who never asks does not pay for it.
 */
final class ProcessorTime {
    private static final long NANOS_PER_MICRO = 1000;

    private volatile boolean asked;
    private final Tasks tasks;
    private Rusage ofEnded = Rusage.NONE;
    private Rusage told = Rusage.NONE;

    ProcessorTime(Tasks tasks) {
        this.tasks = tasks;
    }

    /** The bean takes milliseconds to load. */
    private static final class Bean {
        static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    }

    /** What the calling task used. */
    Rusage ofCaller(Task caller) {
        asked = true;
        return of(caller, Thread.currentThread());
    }

    /** What another task used. */
    Rusage ofOther(Task task) {
        asked = true;
        return of(task, task.thread());
    }

    /** What the tasks of the caller's process used, the ended ones as well. */
    Rusage ofProcess(Task caller) {
        return ofProcess(caller.process(), caller);
    }

    /** What the tasks of a process used, the ended ones as well. @param caller the one that the current thread acts for */
    Rusage ofProcess(Process process, @Nullable Task caller) {
        asked = true;
        Rusage sum = ChildState.of(process).used;
        for (Task each : process.tasks()) {
            sum = sum.plus(of(each, each == caller ? Thread.currentThread() : each.thread()));
        }
        return sum;
    }

    /** What all tasks of a shim used, the ended ones as well. It never tells less than before. */
    synchronized Rusage ofAll() {
        asked = true;
        Rusage sum = ofEnded;
        for (Process process : tasks.processes()) {
            for (Task each : process.tasks()) {
                sum = sum.plus(of(each, each.thread()));
            }
        }
        told = new Rusage(
                Math.max(told.userMicros(), sum.userMicros()), Math.max(told.systemMicros(), sum.systemMicros()), 0);
        return told;
    }

    /** Adds what a task used that ends on the current thread. */
    void ended(Task task) {
        boolean program = task.stateOrNull(Execution.KEY) != null;
        if (program || asked && task.thread() == Thread.currentThread()) {
            Rusage used = of(task, Thread.currentThread());
            ChildState.of(task.process()).addUsed(used);
            synchronized (this) {
                ofEnded = ofEnded.plus(used);
            }
        }
    }

    @SuppressWarnings("deprecation") // threadId() is newer than 17
    private static Rusage of(Task task, @Nullable Thread thread) {
        Execution program = task.stateOrNull(Execution.KEY);
        long used = program == null ? -1 : program.processorNanos();
        if (program != null && used >= 0) {
            long system = Math.min(used, program.systemNanos());
            return new Rusage((used - system) / NANOS_PER_MICRO, system / NANOS_PER_MICRO, 0);
        }
        if (thread == null || !Bean.THREADS.isThreadCpuTimeSupported()) {
            return Rusage.NONE;
        }
        // -1 for a thread that is gone or virtual.
        long all = Math.max(0, Bean.THREADS.getThreadCpuTime(thread.getId()));
        long user = Math.min(all, Math.max(0, Bean.THREADS.getThreadUserTime(thread.getId())));
        return new Rusage(user / NANOS_PER_MICRO, (all - user) / NANOS_PER_MICRO, 0);
    }
}
