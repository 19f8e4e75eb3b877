package io.unishim.process;

import io.unishim.struct.Rusage;
import io.unishim.task.Process;
import io.unishim.task.ProcessAccounts;
import io.unishim.task.Task;

/** Tells others what this library knows of processes. */
final class Accounts implements ProcessAccounts {
    private final ProcessorTime time;

    Accounts(ProcessorTime time) {
        this.time = time;
    }

    @Override
    public Rusage used(Process process) {
        return time.ofProcess(process, null);
    }

    @Override
    public Rusage used() {
        return time.ofAll();
    }

    @Override
    public Rusage used(Task task) {
        return time.ofOther(task);
    }

    @Override
    public Rusage usedByChildren(Process process) {
        return ChildState.of(process).usedByChildren;
    }

    @Override
    public boolean isStopped(Process process) {
        for (Task each : process.tasks()) {
            return (each.work() & Task.STOP) != 0; // all of them have it, or none
        }
        return false;
    }

    @Override
    public boolean mayInspect(Task task, Process process) {
        return Permissions.trace(task, process);
    }
}
