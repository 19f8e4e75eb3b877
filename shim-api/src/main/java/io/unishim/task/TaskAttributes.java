package io.unishim.task;

import static io.unishim.abi.Capabilities.CAP_SYS_PTRACE;

/** What a task is told to be by {@code prctl(2)} and its kin, for who shows or heeds it; kept by the library of these calls. */
public interface TaskAttributes {
    /** Where a task has its own. */
    StateKey<TaskAttributes> KEY = StateKey.of("attributes of a task for others");

    /** @return its name, at most 15 bytes */
    byte[] name();

    /** Gives it a name. @param name what is past 15 bytes is cut off */
    void name(byte[] name);

    /** @return whether {@code execve(2)} gives it no more rights */
    boolean noNewPrivileges();

    /** Says that {@code execve(2)} gives it no more rights from now on. */
    void keepPrivileges();

    /** @return how much later than asked it may be woken, in ns */
    long timerSlack();

    /** Sets that. @param nanos 0 for what it began with */
    void timerSlack(long nanos);

    /** @return its execution domain and flags (man 2 personality) */
    int personality();

    /**
     * Its ids or capabilities are such now that it may know what others like it must not: nobody looks into its process any
     * more, and the end of its parent no longer signals it (PR_SET_DUMPABLE and PR_SET_PDEATHSIG in man 2 prctl).
     */
    void promoted();

    /** @return whether others of the same user may look into its process (PR_SET_DUMPABLE) */
    boolean dumpable();

    /** @return whether memory that may be executed is not to become writable, nor what is not executable to become that (PR_SET_MDWE) */
    boolean deniesWriteExec();

    /** @return whether a task may look into another's process, and take from it (man 2 ptrace, PTRACE_MODE_ATTACH_REALCREDS) */
    static boolean mayLookInto(Task task, Task target) {
        Credentials own = Credentials.of(task);
        if (target.process() == task.process() || own.hasCapability(CAP_SYS_PTRACE)) {
            return true;
        }
        TaskAttributes theirs = target.stateOrNull(KEY);
        return own.owns(Credentials.of(target)) && (theirs == null || theirs.dumpable());
    }

    /** @return whether a task's process {@linkplain #deniesWriteExec() denies} memory that is written and executed */
    static boolean deniesWriteExec(Task task) {
        TaskAttributes own = task.stateOrNull(KEY);
        return own != null && own.deniesWriteExec();
    }

    /** @return whether an execution domain's flag is set for a task */
    static boolean has(Task task, int personality) {
        TaskAttributes own = task.stateOrNull(KEY);
        return own != null && (own.personality() & personality) != 0;
    }
}
