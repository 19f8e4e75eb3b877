package io.unishim.net;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENOTSOCK;
import static io.unishim.abi.Fcntl.O_PATH;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** From descriptors to sockets. */
final class Files {
    private Files() {}

    /** @return what the descriptor stands for, if anything */
    static @Nullable OpenFileDescription open(Task task, int fd) {
        Descriptors table = task.process().stateOrNull(Descriptors.KEY);
        return table == null ? null : table.get(fd);
    }

    /** @return the socket, or null: {@link #error} says why */
    static @Nullable Socket socket(@Nullable OpenFileDescription open) {
        return open != null && open.file() instanceof Socket socket ? socket : null;
    }

    /** @return why {@link #socket} gave null */
    static long error(@Nullable OpenFileDescription open) {
        return open == null || open.has(O_PATH) ? -EBADF : -ENOTSOCK;
    }
}
