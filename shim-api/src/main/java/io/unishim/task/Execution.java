package io.unishim.task;

import io.unishim.memory.UserMemory;
import org.jspecify.annotations.Nullable;

/** What runs a task's code when the code is a program's. Hangs on the task; a task whose code is Java has none. */
public interface Execution {
    /** Where a task keeps it. */
    StateKey<Execution> KEY = StateKey.of("execution");

    /**
     * Makes all that it takes to run a clone of the task in the same memory (CLONE_VM).
     *
     * @return what is to be started or abandoned; null if there can be none, for want of the host's threads
     */
    @Nullable
    Birth share();

    /**
     * Copies the memory for a child that does not share it, with all that it takes to run there.
     *
     * @return what is to be started or abandoned; null if there can be none, for want of the host's memory or processes
     */
    default @Nullable Birth copy() {
        return null;
    }

    /** A clone before it runs: it has its memory, and a thread stands by. */
    interface Birth {
        /** @return the memory, as it was when the parent called if it is a copy */
        UserMemory memory();

        /**
         * Starts the clone: it returns 0 from the very call that the parent is making.
         *
         * @param child made by {@link Tasks#clone}; its process has {@link #memory}
         * @param stack its stack pointer, or 0 for the parent's value
         * @param setTls whether {@code tls} counts (CLONE_SETTLS)
         * @param tls its thread pointer
         */
        void start(Task child, long stack, boolean setTls, long tls);

        /** Gives it up; instead of {@link #start}. */
        void abandon();
    }

    /** Has every call of the program judged from now on; a clone begins with the filter of its parent. */
    default void filter(CallFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** @return what judges the program's calls, or null if nothing does */
    default @Nullable CallFilter filter() {
        return null;
    }

    /**
     * Asked while a call of the task is served, at most once.
     *
     * @return where to lay out what the task may read next without a call, or null if that is of no use now
     */
    default @Nullable ReadAhead readAhead() {
        return null;
    }

    /** Has the program make its next call as any other, and what it did by itself told. May be called by any thread. */
    default void settle() {}

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
