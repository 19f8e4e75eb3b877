package io.unishim.time;

import static io.unishim.abi.Resource.RLIMIT_CPU;
import static io.unishim.abi.Resource.RLIM_INFINITY;

import io.unishim.library.Lifecycle;
import io.unishim.task.CpuLimit;
import io.unishim.task.Process;
import io.unishim.task.ProcessLimits;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Timers are not inherited by a fork; what an exec leaves and what an end takes away. */
final class TimeLifecycle implements Lifecycle {
    private final CpuLimit limits;

    TimeLifecycle(CpuLimit limits) {
        this.limits = limits;
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        process.put(ProcessTimers.KEY, new ProcessTimers());
        if (ProcessLimits.soft(process, RLIMIT_CPU) != RLIM_INFINITY) {
            limits.changed(process);
        }
    }

    @Override
    public void executed(Task task) {
        task.process().state(ProcessTimers.KEY).deleteMade();
    }

    @Override
    public void taskExited(Task task) {
        // Nobody asks for the clock of a process that is gone, so the last one's time need not be known.
        if (task.process().tasks().size() > 1 && task.thread() == Thread.currentThread()) {
            task.process()
                    .state(ProcessTimers.KEY)
                    .taskEnded(CpuClock.ofTask(task, task), CpuClock.ofTaskOutsideKernel(task, task));
        }
    }

    @Override
    public void processExited(Process process) {
        CpuLimits.end(process);
        ProcessTimers timers = process.stateOrNull(ProcessTimers.KEY);
        if (timers != null) {
            timers.end();
        }
    }
}
