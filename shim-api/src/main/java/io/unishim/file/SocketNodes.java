package io.unishim.file;

import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Names of AF_UNIX sockets among the files (man 7 unix): nodes of type S_IFSOCK, each of which stands for a socket. */
public interface SocketNodes {
    /** What a node stands for. */
    final class Bound {
        /** The object that {@link SocketNodes#bind} was given; null until one was found. */
        public @Nullable Object socket;

        /** Creates an empty one. */
        public Bound() {}
    }

    /**
     * Makes a node that stands for a socket, with all permissions but the umask's.
     *
     * @param path of the node, without a NUL
     * @param socket to be found there as long as the node is
     * @return 0; {@code -EADDRINUSE} if the name exists; what {@code mknod(2)} answers
     */
    long bind(Task task, byte[] path, Object socket);

    /**
     * Finds what a node stands for, following links.
     *
     * @param bound learns it
     * @return 0; {@code -ECONNREFUSED} if the path is no socket or nobody was bound to it; {@code -EACCES} without permission
     *     to write to it; {@code -ENOENT} and its kin for the path
     */
    long find(Task task, byte[] path, Bound bound);
}
