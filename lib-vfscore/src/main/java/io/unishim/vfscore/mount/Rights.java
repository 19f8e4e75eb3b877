package io.unishim.vfscore.mount;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Fcntl.O_PATH;

import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.PathFile;
import org.jspecify.annotations.Nullable;

/** What a task may do with mounts, and what it has open. */
final class Rights {
    private Rights() {}

    static boolean mayMount(Task task) {
        return Credentials.of(task).hasCapability(CAP_SYS_ADMIN);
    }

    /** @return what is behind a descriptor, or null (the kernel's fdget: nothing that O_PATH opened) */
    static @Nullable FileOperations open(Task task, int fd) {
        OpenFileDescription open = Descriptors.get(task.process(), fd);
        return open == null || open.file() instanceof PathFile ? null : open.file();
    }

    /** @return whether anything is behind a descriptor (the kernel's fdget_raw) */
    static boolean isOpen(Task task, int fd) {
        return Descriptors.get(task.process(), fd) != null;
    }

    /** Gives a descriptor to what O_PATH opened. @return the descriptor, or {@code -EMFILE} */
    static long install(Task task, PathFile file, boolean cloexec) {
        OpenFileDescription open = new OpenFileDescription(file, O_PATH);
        return task.process().state(Descriptors.KEY).install(open, 0, cloexec);
    }
}
