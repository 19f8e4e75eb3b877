package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EALREADY;
import static io.unishim.abi.Errnos.ECONNABORTED;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISCONN;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.TcpOptions.TCP_SYNCNT;

import io.unishim.task.Task;
import java.util.Objects;

/** How a TCP socket comes to be connected by {@code connect(2)}. */
final class TcpConnecting {
    /** The kernel's socket_state. */
    enum Phase {
        UNCONNECTED,
        CONNECTING,
        CONNECTED,

        /** It was shut down before it was seen whether it connected, and it did not. */
        DISCONNECTING
    }

    private static final String LOOPBACK = Interface.LOOPBACK.name();

    private final TcpSocket socket;
    private volatile Phase phase = Phase.UNCONNECTED;

    TcpConnecting(TcpSocket socket) {
        this.socket = socket;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase newPhase) {
        phase = newPhase;
    }

    /** {@code shutdown(2)} looks how it went. Hold the lock of the stack. */
    void shutDown() {
        if (phase == Phase.CONNECTING) {
            boolean open = socket.state != TcpState.SYN_SENT && socket.state != TcpState.CLOSE;
            phase = open ? Phase.CONNECTED : Phase.DISCONNECTING;
        }
    }

    long connect(Task task, boolean wait, byte[] address) {
        long result;
        socket.stack.lock().lock();
        try {
            result = switch (phase) {
                case CONNECTED -> -EISCONN;
                case DISCONNECTING -> -EINVAL;
                case CONNECTING -> progress(-EALREADY);
                case UNCONNECTED -> socket.state != TcpState.CLOSE ? -EISCONN : begin(task, address);
            };
        } finally {
            socket.stack.lock().unlock();
        }
        if (result == -EINPROGRESS && wait) {
            result = progress(-EAGAIN);
        }
        if ((result == -EAGAIN || result == -EALREADY && wait) && phase == Phase.CONNECTING) {
            result = Socket.await(
                    task, socket.waitQueue(), socket.options().sendTimeout, socket.hostWait(), () -> progress(-EAGAIN));
            // Past SO_SNDTIMEO the attempt goes on.
            return result == -EAGAIN ? -EINPROGRESS : result;
        }
        return result;
    }

    /** @param pending the answer while it goes on. @return 0 once connected, or why it failed */
    private long progress(int pending) {
        HostSide side = socket.overHost();
        if (side != null) {
            side.look();
        }
        if (socket.state == TcpState.SYN_SENT) {
            return pending;
        }
        if (socket.state == TcpState.CLOSE) {
            phase = Phase.UNCONNECTED;
            int why = socket.takeError();
            socket.done = false;
            socket.shutdown = 0;
            socket.ending.forget();
            socket.wake(0);
            return why != 0 ? -why : -ECONNABORTED;
        }
        phase = Phase.CONNECTED;
        return 0;
    }

    /** Hold the lock of the stack. @return {@code -EINPROGRESS}, or why it cannot begin */
    private long begin(Task task, byte[] address) {
        Endpoint to = socket.destination(address);
        if (to == null) {
            return socket.destinationError(address);
        }
        boolean impossible =
                to.ip().isMulticast() || to.ip().isBroadcast() || to.ip().isV4() && socket.onlyV6();
        HostNet net = socket.stack.host();
        if (!impossible
                && net != null
                && net.permits(Protocol.TCP, to)
                && socket.stack.tcp().receiver(to, Endpoint.NONE4, LOOPBACK) == null) {
            return beginOverHost(to);
        }
        NetworkMember by = impossible ? null : socket.stack.way(to.ip());
        if (impossible || by == null && !socket.stack.interfaces().isLocal(to.ip())) {
            return -ENETUNREACH;
        }
        Ip source = socket.source(to.ip());
        if (source.isV4() != to.ip().isV4()) {
            return -ENETUNREACH;
        }
        if (by != null && source.isLoopback()) {
            return -EINVAL;
        }
        if (!socket.autobind(task, source)) {
            return -EADDRNOTAVAIL;
        }
        PortBinding taken = socket.binding;
        Endpoint from = new Endpoint(source, taken == null ? 0 : taken.port);
        if (!socket.stack.connect(from, to, socket)) {
            return -EADDRNOTAVAIL;
        }
        if (taken != null) {
            taken.narrow(source);
        }
        socket.local = from;
        socket.remote = to;
        socket.error = 0;
        socket.done = false;
        phase = Phase.CONNECTING;
        if (by != null) {
            socket.state = TcpState.SYN_SENT;
            by.network().connect(by, socket, from, to);
            return -EINPROGRESS;
        }
        ask(from, to, new Retries());
        return -EINPROGRESS;
    }

    /** Asks whoever listens. As Linux: while he has no room, it is as if nothing had come. Hold the lock of the stack. */
    private void ask(Endpoint from, Endpoint to, Retries retries) {
        InetSocket found = socket.stack.tcp().receiver(to, from, LOOPBACK);
        TcpSocket listener = found instanceof TcpSocket tcp ? tcp : null;
        TcpListening target = listener == null ? null : listener.listening;
        if (listener == null || target == null) {
            refuse();
        } else if (target.full()) {
            socket.state = TcpState.SYN_SENT;
            retries.again(
                    socket.stack.timers()::after,
                    synRetries(),
                    () -> ifStill(from, () -> ask(from, to, retries)),
                    () -> ifStill(from, () -> fail(ETIMEDOUT)));
        } else {
            establish(listener);
        }
    }

    /** Does something if the attempt that has this name goes on. */
    @SuppressWarnings("ReferenceEquality") // a later attempt may have a name that is equal
    private void ifStill(Endpoint from, Runnable what) {
        socket.stack.lock().lock();
        try {
            if (socket.state == TcpState.SYN_SENT && socket.local == from) {
                what.run();
            }
        } finally {
            socket.stack.lock().unlock();
        }
    }

    /** @return how often it asks again before it gives up */
    int synRetries() {
        return socket.inet.get(
                SOL_TCP, TCP_SYNCNT, socket.stack.settings().synRetries.value());
    }

    private long beginOverHost(Endpoint to) {
        long result = socket.hostSide().connect(to);
        if (result == -EINPROGRESS) {
            socket.remote = to;
            socket.error = 0;
            socket.done = false;
            phase = Phase.CONNECTING;
            socket.state = TcpState.SYN_SENT;
        }
        return result;
    }

    /** Nobody listens. Hold the lock of the stack. */
    void refuse() {
        fail(ECONNREFUSED);
    }

    /** It came to nothing. Hold the lock of the stack. */
    void fail(int errno) {
        socket.error = errno;
        socket.ending.over(false);
        socket.wake(0);
    }

    /** Becomes one end of a connection, and makes the other. Hold the lock of the stack. */
    void establish(TcpSocket listener) {
        TcpSocket end = join(listener, TcpState.ESTABLISHED);
        TcpListening queue = listener.listening;
        if (queue != null) {
            queue.add(end);
        }
        listener.wake(InetSocket.READABLE);
        socket.wake(InetSocket.WRITABLE);
    }

    /** As {@link #establish}, but nobody can accept the other end yet. Hold the lock of the stack. */
    void ask(TcpSocket listener, TcpListening queue) {
        queue.ask(join(listener, TcpState.SYN_RECV));
    }

    private TcpSocket join(TcpSocket listener, int state) {
        Endpoint to = Objects.requireNonNull(socket.remote);
        Endpoint from = Objects.requireNonNull(socket.local);
        TcpSocket end = new TcpSocket(socket.stack, listener.domain(), socket.lock, listener.inet.copy());
        end.options().copy(listener.options());
        end.local = to;
        end.remote = from;
        end.addressChosen = listener.addressChosen;
        PortBinding its = listener.binding;
        end.binding =
                socket.stack.tcp().add(new PortBinding(end, to.ip(), to.port(), its == null ? 0 : its.uid, false));
        end.peer = socket;
        end.state = state;
        end.connecting.phase = Phase.CONNECTED;
        socket.stack.connect(to, from, end);
        socket.peer = end;
        socket.state = TcpState.ESTABLISHED;
        return end;
    }
}
