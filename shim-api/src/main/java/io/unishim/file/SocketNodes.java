package io.unishim.file;

import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Names of AF_UNIX sockets among the files (man 7 unix): nodes of type S_IFSOCK, each of which stands for a socket. */
public interface SocketNodes {
    /** What a node stands for. */
    final class Bound {
        /** The object that {@link SocketNodes#bind} was given; null until one was found. */
        public @Nullable Object socket;

        /**
         * A descriptor of the host's file, with O_PATH, which whoever asked is to close; -1 unless the node is a socket of the
         * host's in a directory that was mounted to be written to.
         */
        public int ofHost = -1;

        /** Creates an empty one. */
        public Bound() {}
    }

    /** Of what {@link #bind} is given: a socket that can be one of the host's, where the host keeps the node. */
    interface Bindable {
        /**
         * Makes the node, by binding a socket of the host's to it.
         *
         * @param path where, as the host is to be told
         * @param permissions of the node, of which the umask of the JVM's process takes away more
         * @return 0 or a negative errno
         */
        long bind(byte[] path, int permissions);
    }

    /**
     * Makes a node that stands for a socket, with all permissions but the umask's.
     *
     * @param path of the node, without a NUL
     * @param socket to be found there as long as the node is; if it is {@link Bindable}, and the node one of the host's, the
     *     host makes it
     * @return 0; {@code -EADDRINUSE} if the name exists; what {@code mknod(2)} answers
     */
    long bind(Task task, byte[] path, Object socket);

    /**
     * Finds what a node stands for, following links.
     *
     * @param bound learns it
     * @return 0; {@code -ECONNREFUSED} if the path is no socket, or nobody was bound to it and it is none of the host's
     *     either; {@code -EACCES} without permission
     *     to write to it; {@code -ENOENT} and its kin for the path
     */
    long find(Task task, byte[] path, Bound bound);
}
