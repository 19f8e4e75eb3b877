package io.unishim.task;

import io.unishim.struct.Rusage;

/** What is known of processes to whoever shows them to others (man 5 proc); provided by the library of processes. */
public interface ProcessAccounts {
    /**
     * Tells what a process has used.
     *
     * @return the processor time of all its tasks, the ended ones as well
     */
    Rusage used(Process process);

    /**
     * Tells what all processes have used.
     *
     * @return the processor time since the boot, that of ended processes as well; never less than before
     */
    Rusage used();

    /**
     * Tells what one task has used.
     *
     * @return its processor time
     */
    Rusage used(Task task);

    /**
     * Tells what the children of a process have used.
     *
     * @return the processor time of those that ended and were waited for
     */
    Rusage usedByChildren(Process process);

    /** @return whether a signal has stopped a process, and none has continued it */
    boolean isStopped(Process process);

    /**
     * Judges whether a task may look into a process (PTRACE_MODE_READ in man 2 ptrace).
     *
     * @return whether it is of the same process, of the same user and that one dumpable, or has CAP_SYS_PTRACE
     */
    boolean mayInspect(Task task, Process process);
}
