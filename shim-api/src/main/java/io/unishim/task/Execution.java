package io.unishim.task;

/** What runs a task's code when the code is a program's. Hangs on the task; a task whose code is Java has none. */
public interface Execution {
    /** Where a task keeps it. */
    StateKey<Execution> KEY = StateKey.of("execution");

    /**
     * Starts a task that was cloned from this one's task: it returns 0 from the very call that this task is making.
     *
     * @param child made by {@link Tasks#clone}
     * @param stack its stack pointer, or 0 for the parent's value
     * @param setTls whether {@code tls} counts (CLONE_SETTLS)
     * @param tls its thread pointer
     * @return 0, or {@code -EAGAIN} if no thread could be started
     */
    long startClone(Task child, long stack, boolean setTls, long tls);

    /** @return the stack pointer with which its task made the call that it is making; 0 if it is not known */
    default long stackPointer() {
        return 0;
    }
}
