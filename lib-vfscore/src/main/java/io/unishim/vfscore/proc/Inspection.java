package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.EACCES;

import io.unishim.struct.Rusage;
import io.unishim.task.Process;
import io.unishim.task.ProcessAccounts;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** What is known of a process by the library of processes, and who may look into it. */
final class Inspection {
    private Inspection() {}

    private static @Nullable ProcessAccounts accounts(Task reader) {
        return reader.shim().serviceOrNull(ProcessAccounts.class);
    }

    /** @return 0, or -EACCES if a task must not look into a process (man 5 proc, PTRACE_MODE_READ_FSCREDS) */
    static long check(Task reader, Process process) {
        ProcessAccounts accounts = accounts(reader);
        return accounts == null || accounts.mayInspect(reader, process) ? 0 : -EACCES;
    }

    static boolean isStopped(Task reader, Process process) {
        ProcessAccounts accounts = accounts(reader);
        return accounts != null && accounts.isStopped(process);
    }

    /** @return the processor time of a task, or of all of its process if the task is null */
    static Rusage used(Task reader, Process process, @Nullable Task task) {
        ProcessAccounts accounts = accounts(reader);
        if (accounts == null) {
            return Rusage.NONE;
        }
        return task == null ? accounts.used(process) : accounts.used(task);
    }

    /** @return the processor time of all processes since the boot, those that are forgotten as well */
    static Rusage used(Task reader) {
        ProcessAccounts accounts = accounts(reader);
        return accounts == null ? Rusage.NONE : accounts.used();
    }

    /** @return whether a task computes, as far as is known: who makes no call does */
    static boolean runs(Task reader, Task task) {
        if (task == reader) {
            return true;
        }
        Thread thread = task.thread();
        return thread != null
                && (task.work() & Task.STOP) == 0
                && !task.waiter().waits()
                && thread.getState() == Thread.State.RUNNABLE;
    }

    static Rusage usedByChildren(Task reader, Process process) {
        ProcessAccounts accounts = accounts(reader);
        return accounts == null ? Rusage.NONE : accounts.usedByChildren(process);
    }
}
