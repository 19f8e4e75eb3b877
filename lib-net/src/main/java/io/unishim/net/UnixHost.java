package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_PEERCRED;

import io.unishim.task.Task;
import io.unishim.task.Waiter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * That an AF_UNIX stream is one of the host's: its name is in a directory of the host that was mounted to be written to, or
 * it is connected with who has such a name. Descriptors and credentials do not pass.
 */
final class UnixHost extends HostStream {
    /** How long a full backlog of the host's is left alone: no event tells of room. */
    private static final long RETRY = 2_000_000;

    private final UnixConnected socket;

    /** Bound, and not listening yet. */
    private volatile int bound = -1;

    UnixHost(UnixConnected socket, HostNet net) {
        super(socket, net, socket.family.brokenPipe());
        this.socket = socket;
    }

    // Listening.

    /** As {@link io.unishim.file.SocketNodes.Bindable#bind}. */
    long bind(byte[] path, int permissions) {
        if (path.length > UnixName.MOST) {
            return -ENAMETOOLONG;
        }
        int fd = HostSocketCalls.unix();
        if (fd < 0) {
            return fd;
        }
        // What the socket has, its name gets.
        HostSocketCalls.permit(fd, permissions);
        long result = HostSocketCalls.bind(fd, UnixName.address(path));
        if (result < 0) {
            HostSocketCalls.close(fd);
            return result;
        }
        bound = fd;
        return 0;
    }

    /** Listens for who comes by the host. Hold the lock of the names. */
    void listen(int backlog) {
        int fd = bound;
        bound = -1;
        if (fd >= 0) {
            HostSocketCalls.listen(fd, backlog);
            attach(fd, 0);
        } else {
            long unused = with(each -> HostSocketCalls.listen(each, backlog));
        }
    }

    /** @return a connection that the host accepted, or null. Hold the lock of the names */
    @Nullable
    UnixConnected accept() {
        int fd = acceptAtHost();
        if (fd < 0) {
            return null;
        }
        UnixStream end = new UnixStream(socket.family);
        end.name = socket.name;
        connected(end, fd, net);
        return end;
    }

    // Connecting.

    /**
     * Connects a socket with one of the host's.
     *
     * @param file a descriptor of the host's of its node
     * @return 0 or a negative errno
     */
    static long connect(UnixConnected socket, HostNet net, int file) {
        int fd = HostSocketCalls.unix();
        if (fd < 0) {
            return fd;
        }
        byte[] path = ("/proc/self/fd/" + file).getBytes(StandardCharsets.US_ASCII);
        long result = HostSocketCalls.connect(fd, UnixName.address(path));
        if (result < 0) {
            HostSocketCalls.close(fd);
            return result;
        }
        connected(socket, fd, net);
        return 0;
    }

    private static void connected(UnixConnected socket, int fd, HostNet net) {
        byte[] who = HostSocketCalls.option(fd, SOL_SOCKET, SO_PEERCRED, 12);
        if (who != null) {
            ByteBuffer ids = ByteBuffer.wrap(who).order(ByteOrder.LITTLE_ENDIAN);
            // A process of the host's has no number here.
            socket.peerIdentity = new Peer(new int[] {0, ids.getInt(4), ids.getInt(8)}, new int[0]);
        }
        UnixHost side = socket.prepared(net);
        side.unbind();
        side.attach(fd, POLLOUT);
        socket.overHost(side);
    }

    /** Tries to connect again and again while too many wait for the host's socket. */
    static long await(Task task, long timeout, Socket.Attempt attempt) {
        Waiter waiter = task.waiter();
        long begun = task.shim().time().monotonicNanos();
        long deadline = timeout == 0 ? Waiter.FOREVER : begun + timeout;
        while (true) {
            long now = task.shim().time().monotonicNanos();
            int why = Socket.pause(waiter, Math.min(deadline, now + RETRY), null);
            long result = why == 0 || why == -EAGAIN ? attempt.attempt() : why;
            if (result != -EAGAIN || now >= deadline) {
                // man 7 signal: with a time limit it never restarts.
                return why != 0 && why != -EAGAIN && timeout != 0 ? -EINTR : result;
            }
        }
    }

    /** As AF_UNIX has it, one may send more than that it is writable for: only the host knows. */
    @Override
    int ready() {
        HostDescriptor now = descriptor();
        int events = now == null ? 0 : now.readyAtHost();
        return events | ((events & POLLOUT) != 0 ? POLLWRBAND : 0) | (kept() > 0 ? UnixSocket.READABLE : 0);
    }

    // Ending.

    private void unbind() {
        int fd = bound;
        bound = -1;
        if (fd >= 0) {
            HostSocketCalls.close(fd);
        }
    }

    @Override
    void close() {
        unbind();
        super.close();
    }
}
