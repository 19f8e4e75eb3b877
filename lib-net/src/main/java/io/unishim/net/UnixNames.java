package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.EINVAL;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which socket has which abstract name, and the lock under which sockets are named, connected and closed. */
final class UnixNames {
    private static final int CHOSEN = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UnixName, UnixSocket> bound = new HashMap<>();
    private int nextChosen;

    /** @return the lock of all structure among the sockets of a shim; taken before the lock of any inbox */
    ReentrantLock lock() {
        return lock;
    }

    /** Hold the lock. @return the socket of that name, or null */
    @Nullable
    UnixSocket find(UnixName name) {
        return bound.get(name);
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
        UnixName name = socket.name;
        if (name != null) {
            bound.remove(name, socket);
        }
    }
}
