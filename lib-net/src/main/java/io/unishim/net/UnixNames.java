package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPROTOTYPE;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.file.SocketNodes;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which socket has which name, and the lock under which sockets are named, connected and closed. */
final class UnixNames {
    private static final int CHOSEN = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UnixName, UnixSocket> bound = new HashMap<>();
    private final @Nullable SocketNodes nodes;
    private final NetSettings settings;
    private int nextChosen;

    /** @param nodes the names that are paths, or null if there are no files */
    UnixNames(@Nullable SocketNodes nodes, NetSettings settings) {
        this.settings = settings;
        this.nodes = nodes;
    }

    NetSettings settings() {
        return settings;
    }

    /** @return the lock of all structure among the sockets of a shim; taken before the lock of any inbox */
    ReentrantLock lock() {
        return lock;
    }

    /**
     * Finds whom a checked address means; the lock must not be held.
     *
     * @param type of the socket that asks
     * @param found learns the socket; or, of streams, the file of the host's that is one
     * @return 0; {@code -ECONNREFUSED} if nobody has that name; {@code -EPROTOTYPE} if a socket of another type has that
     *     path; {@code -EACCES}, {@code -ENOENT} and their kin for a path
     */
    long find(Task task, int type, byte[] address, SocketNodes.Bound found) {
        if (UnixName.isPath(address)) {
            long result = nodes == null ? -ENOENT : nodes.find(task, UnixName.path(address), found);
            if (result != 0) {
                return result;
            }
            UnixSocket socket = found.socket instanceof UnixNode node ? node.socket : null;
            found.socket = socket;
            boolean ofHost = found.ofHost >= 0;
            if (ofHost && (socket != null || type != SOCK_STREAM)) {
                HostSocketCalls.close(found.ofHost);
                ofHost = false;
            }
            return socket == null ? ofHost ? 0 : -ECONNREFUSED : socket.type() == type ? 0 : -EPROTOTYPE;
        }
        lock.lock();
        try {
            found.socket = bound.get(UnixName.of(type, address));
            return found.socket == null ? -ECONNREFUSED : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a socket a path for a name. */
    long bindPath(Task task, UnixSocket socket, byte[] address) {
        UnixNode node = socket.newNode();
        long result = nodes == null ? -EOPNOTSUPP : nodes.bind(task, UnixName.path(address), node);
        if (result != 0) {
            return result;
        }
        lock.lock();
        try {
            if (socket.name == null) {
                socket.name = UnixName.of(socket.type(), address);
                socket.node = node;
                node.socket = socket;
                return 0;
            }
        } finally {
            lock.unlock();
        }
        return -EINVAL;
    }

    long bind(UnixSocket socket, UnixName name) {
        lock.lock();
        try {
            if (socket.name != null) {
                return -EINVAL;
            }
            if (bound.putIfAbsent(name, socket) != null) {
                return -EADDRINUSE;
            }
            socket.name = name;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a socket a name of a NUL and five hexadecimal digits, unless it has one. */
    long autobind(UnixSocket socket) {
        lock.lock();
        try {
            if (socket.name != null) {
                return 0;
            }
            if (bound.size() >= CHOSEN) {
                return -EADDRINUSE;
            }
            UnixName name;
            do {
                String digits = String.format("\0%05x", nextChosen++ & CHOSEN - 1);
                name = new UnixName(socket.type(), digits.getBytes(StandardCharsets.ISO_8859_1));
            } while (bound.containsKey(name));
            bound.put(name, socket);
            socket.name = name;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Hold the lock. */
    void forget(UnixSocket socket) {
        UnixNode node = socket.node;
        if (node != null) {
            node.socket = null;
        }
        UnixName name = socket.name;
        if (name != null) {
            bound.remove(name, socket);
        }
    }
}
