package io.unishim.file;

import io.unishim.abi.Fcntl;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A process's descriptor table. */
public interface Descriptors {
    /** Where a process keeps its table. */
    StateKey<Descriptors> KEY = StateKey.of("descriptor table");

    /** @return what a descriptor of a process stands for, or null: {@code -EBADF} (the kernel's fdget_raw) */
    static @Nullable OpenFileDescription get(Process process, int fd) {
        Descriptors table = process.stateOrNull(KEY);
        return table == null ? null : table.get(fd);
    }

    /** As {@link #get(Process, int)}, but for what O_PATH opened: null, too (the kernel's fdget). */
    static @Nullable OpenFileDescription usable(Process process, int fd) {
        OpenFileDescription open = get(process, fd);
        return open == null || open.has(Fcntl.O_PATH) ? null : open;
    }

    /** @return what the descriptor stands for, or null: {@code -EBADF}. Any int may be asked for */
    @Nullable
    OpenFileDescription get(int fd);

    /**
     * Gives a description the lowest free number and takes over the caller's reference.
     *
     * @param lowest the first number to try, 0 or more
     * @param closeOnExec whether {@code execve(2)} closes it
     * @return the number, or {@code -EMFILE}; then the reference was released
     */
    long install(OpenFileDescription open, int lowest, boolean closeOnExec);

    /** Puts a description at a number, closing what was there; takes over the caller's reference. */
    long replace(Task task, int fd, OpenFileDescription open, boolean closeOnExec);

    /** Closes a descriptor. @return 0 or {@code -EBADF} */
    long close(Task task, int fd);

    /** Gives the lowest descriptor in use from a number on. @return it, or -1 if there is none */
    int next(int from);

    /** @return whether {@code execve(2)} closes the descriptor; false if there is none */
    boolean closeOnExec(int fd);

    /** Sets the first number that is not given out any more: the soft RLIMIT_NOFILE. Higher ones in use stay. */
    void limit(int descriptors);
}
