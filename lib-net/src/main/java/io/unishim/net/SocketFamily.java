package io.unishim.net;

import io.unishim.task.Task;

/** A domain: what makes its sockets. */
interface SocketFamily {
    /** @return 0 if there is such a socket, else the errno that {@code socket(2)} answers. @param type without flags */
    long supports(Task task, int type, int protocol);

    /** @return a socket. @param type {@link #supports supported} */
    Socket create(Task task, int type, int protocol);

    /** Connects two fresh sockets with each other. @return 0, or {@code -EOPNOTSUPP} if the domain has no pairs */
    long pair(Task task, Socket one, Socket other);
}
