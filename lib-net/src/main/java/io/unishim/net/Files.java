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
        return Descriptors.get(task.process(), fd);
    }

    /** @return what the descriptor stands for if that is a socket, else null: {@link #error} says why */
    static @Nullable OpenFileDescription openSocket(Task task, int fd) {
        OpenFileDescription open = open(task, fd);
        return open != null && open.file() instanceof Socket ? open : null;
    }

    /** @return the socket. @param open by {@link #openSocket} */
    static Socket socket(OpenFileDescription open) {
        return (Socket) open.file();
    }

    /** @return the socket, or null: {@link #error} says why */
    static @Nullable Socket socket(Task task, int fd) {
        OpenFileDescription open = openSocket(task, fd);
        return open == null ? null : socket(open);
    }

    /** @return why a descriptor stands for no socket */
    static long error(Task task, int fd) {
        OpenFileDescription open = open(task, fd);
        return open == null || open.has(O_PATH) ? -EBADF : -ENOTSOCK;
    }
}
