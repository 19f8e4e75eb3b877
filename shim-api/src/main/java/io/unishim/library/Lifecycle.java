package io.unishim.library;

import io.unishim.task.Process;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** How a library hears of processes and tasks, in boot order at births and in reverse at deaths. */
public interface Lifecycle {
    /**
     * A process was made; its first task exists and was not started.
     *
     * @param parent whose state it inherits as {@code fork(2)} says, or null if it inherits nothing
     */
    default void processCreated(Process process, @Nullable Process parent) {}

    /** @return the CLONE_* flags whose meaning this library knows; a flag that no library claims fails the clone */
    default long cloneFlags() {
        return 0;
    }

    /**
     * A task is being cloned. For CLONE_THREAD the child is in the parent's process; else {@link #processCreated} was
     * called for its process.
     *
     * @return 0, or a negative errno that fails the clone
     */
    default long taskCloned(Task parent, Task child, long flags) {
        return 0;
    }

    /** {@code execve(2)} succeeded: the process has its new memory and one task. */
    default void executed(Task task) {}

    /** A task has made its last call; its memory is still there. */
    default void taskExited(Task task) {}

    /** A process lost its last task; its memory is still there. */
    default void processExited(Process process) {}
}
