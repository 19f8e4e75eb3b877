package io.unishim.task;

import io.unishim.memory.UserMemory;
import org.jspecify.annotations.Nullable;

/** What runs a task's code when the code is a program's. Hangs on the task; a task whose code is Java has none. */
public interface Execution {
    /** Where a task keeps it. */
    StateKey<Execution> KEY = StateKey.of("execution");

    /**
     * Starts a task that was cloned from this one's task and has the same memory: it returns 0 from the very call that this
     * task is making.
     *
     * @param child made by {@link Tasks#clone} with CLONE_VM; in the same process or in one of its own
     * @param stack its stack pointer, or 0 for the parent's value
     * @param setTls whether {@code tls} counts (CLONE_SETTLS)
     * @param tls its thread pointer
     * @return 0, or {@code -EAGAIN} if no thread could be started
     */
    long startClone(Task child, long stack, boolean setTls, long tls);

    /**
     * Copies the memory for a child that does not share it, with all that it takes to run there.
     *
     * @return the copy, to be started or abandoned; null if there can be none, for want of the host's memory or processes
     */
    default @Nullable MemoryCopy copyMemory() {
        return null;
    }

    /** The memory of a child before it runs, as it was when the parent called. */
    interface MemoryCopy {
        /** @return the memory */
        UserMemory memory();

        /**
         * Starts the child: it returns 0 from the very call that the parent is making.
         *
         * @param child made by {@link Tasks#clone}, its process has {@link #memory}
         * @param stack its stack pointer, or 0 for the parent's value
         * @param setTls whether {@code tls} counts (CLONE_SETTLS)
         * @param tls its thread pointer
         * @return 0, or {@code -EAGAIN} if no thread could be started
         */
        long start(Task child, long stack, boolean setTls, long tls);

        /** Gives it up; instead of {@link #start}. */
        void abandon();
    }

    /** @return nanoseconds of processor time that went into the task, in the program and in its calls; -1 if not known */
    default long processorNanos() {
        return -1;
    }

    /** @return of these what the host's kernel took, as exactly as the host tells */
    default long systemNanos() {
        return 0;
    }

    /** @return the stack pointer with which its task made the call that it is making; 0 if it is not known */
    default long stackPointer() {
        return 0;
    }
}
