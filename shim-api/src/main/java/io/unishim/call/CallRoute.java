package io.unishim.call;

import io.unishim.task.Task;

/** The table of calls as the direct route sees it. */
public interface CallRoute {
    /**
     * What answers a number now.
     *
     * @param number on x86-64
     * @return the handler; the one that answers {@code -ENOSYS} for a number that nobody registered
     */
    SyscallHandler current(int number);

    /** Serves a call by number; see {@link SyscallHandler#handle}. */
    long dispatch(Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5);
}
