package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EALREADY;
import static io.unishim.abi.Errnos.ECONNABORTED;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISCONN;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Socket.AF_UNSPEC;
import static io.unishim.abi.Socket.IPPROTO_TCP;
import static io.unishim.abi.Socket.SHUT_WR;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * TCP (man 7 tcp) between two sockets of a shim. What one sends is at once in the other's ring: there are no segments, no
 * retransmission, and an acknowledgement is never outstanding.
 *
 * <p>Both ends of a connection share a lock, taken after the stack's. What ends a connection takes both.
 */
final class TcpSocket extends InetSocket {
    /** Where {@code connect(2)} stands: the kernel's socket_state. */
    private enum Phase {
        UNCONNECTED,
        CONNECTING,
        CONNECTED
    }

    final ReentrantLock lock;
    final TcpRing in;
    final TcpStream stream = new TcpStream(this);
    volatile int state = TcpState.CLOSE;
    private volatile Phase phase = Phase.UNCONNECTED;

    /** The other end; null if there was none. Not cleared by the end of the connection. */
    volatile @Nullable TcpSocket peer;

    volatile @Nullable TcpListening listening;

    /** Whether the other end has sent all that it will: the kernel's SOCK_DONE. */
    volatile boolean done;

    /** Whether no descriptor means it any more. */
    volatile boolean orphan;

    /** Whether its port is not free at once when it is closed. */
    private boolean afterLife;

    TcpSocket(InetStack stack, int domain, ReentrantLock lock, InetOptions inet) {
        super(stack, domain, SOCK_STREAM, IPPROTO_TCP, inet);
        this.lock = lock;
        this.in = new TcpRing(stack.blocks());
    }

    @Override
    InetPorts ports() {
        return stack.tcp();
    }

    @Override
    boolean bindable() {
        return state == TcpState.CLOSE;
    }

    @Override
    boolean listening() {
        return state == TcpState.LISTEN;
    }

    boolean unconnected() {
        return phase == Phase.UNCONNECTED;
    }

    // Listening.

    @Override
    long listen(Task task, int backlog) {
        stack.lock().lock();
        try {
            TcpListening now = listening;
            if (phase != Phase.UNCONNECTED || now == null && state != TcpState.CLOSE) {
                return -EINVAL;
            }
            if (now != null) {
                now.backlog(backlog);
                return 0;
            }
            PortBinding taken = binding;
            if (taken != null && ports().conflicts(this, taken.ip(), taken.port, taken.uid) || !autobind(task, any())) {
                return -EADDRINUSE;
            }
            listening = new TcpListening(this, backlog);
            shutdown = 0;
            state = TcpState.LISTEN;
        } finally {
            stack.lock().unlock();
        }
        wake(0);
        return 0;
    }

    @Override
    long accept(Task task, boolean wait, Accepted accepted) {
        long result = tryAccept(accepted);
        if (result == -EAGAIN && wait) {
            result = await(task, waitQueue(), options().receiveTimeout, () -> tryAccept(accepted));
        }
        return result;
    }

    long tryAccept(Accepted accepted) {
        stack.lock().lock();
        try {
            TcpListening now = listening;
            if (now == null) {
                return -EINVAL;
            }
            TcpSocket connection = now.take();
            if (connection == null) {
                return -EAGAIN;
            }
            connection.phase = Phase.CONNECTED;
            accepted.socket = connection;
            return 0;
        } finally {
            stack.lock().unlock();
        }
    }

    // Connecting.

    @Override
    long connect(Task task, boolean wait, byte[] address) {
        if (address.length < 2) {
            return -EINVAL;
        }
        if (Addresses.family(address) == AF_UNSPEC) {
            return disconnect();
        }
        long result;
        stack.lock().lock();
        try {
            result = switch (phase) {
                case CONNECTED -> -EISCONN;
                case CONNECTING -> progress(-EALREADY);
                case UNCONNECTED -> state != TcpState.CLOSE ? -EISCONN : begin(task, address);
            };
        } finally {
            stack.lock().unlock();
        }
        if (result == -EINPROGRESS && wait) {
            result = progress(-EAGAIN);
        }
        if ((result == -EAGAIN || result == -EALREADY && wait) && phase == Phase.CONNECTING) {
            result = await(task, waitQueue(), options().sendTimeout, () -> progress(-EAGAIN));
            // Past SO_SNDTIMEO the attempt goes on.
            return result == -EAGAIN ? -EINPROGRESS : result;
        }
        return result;
    }

    /** @param pending the answer while it goes on. @return 0 once connected, or why it failed */
    private long progress(int pending) {
        if (state == TcpState.SYN_SENT) {
            return pending;
        }
        if (state == TcpState.CLOSE) {
            phase = Phase.UNCONNECTED;
            int why = takeError();
            done = false;
            shutdown = 0;
            return why != 0 ? -why : -ECONNABORTED;
        }
        phase = Phase.CONNECTED;
        return 0;
    }

    /** Hold the lock of the stack. @return {@code -EINPROGRESS}, or why it cannot begin */
    private long begin(Task task, byte[] address) {
        Endpoint to = destination(address);
        if (to == null) {
            return destinationError(address);
        }
        boolean impossible =
                to.ip().isMulticast() || to.ip().isBroadcast() || to.ip().isV4() && onlyV6();
        if (impossible || !InetStack.isLocal(to.ip())) {
            return -ENETUNREACH;
        }
        Ip source = source(to.ip());
        if (source.isV4() != to.ip().isV4()) {
            return -ENETUNREACH;
        }
        if (!autobind(task, source)) {
            return -EADDRNOTAVAIL;
        }
        PortBinding taken = binding;
        Endpoint from = new Endpoint(source, taken == null ? 0 : taken.port);
        if (!stack.connect(from, to, this)) {
            return -EADDRNOTAVAIL;
        }
        if (taken != null) {
            taken.narrow(source);
        }
        local = from;
        remote = to;
        error = 0;
        done = false;
        shutdown = 0;
        phase = Phase.CONNECTING;
        InetSocket found = stack.tcp().receiver(to, from);
        TcpSocket listener = found instanceof TcpSocket tcp ? tcp : null;
        TcpListening target = listener == null ? null : listener.listening;
        if (listener == null || target == null) {
            refuse();
        } else if (target.full()) {
            state = TcpState.SYN_SENT;
            target.waiting.add(this);
        } else {
            establish(listener);
        }
        return -EINPROGRESS;
    }

    /** Nobody listens. Hold the lock of the stack. */
    private void refuse() {
        error = ECONNREFUSED;
        over(false);
        wake(0);
    }

    /** Becomes one end of a connection, and makes the other. Hold the lock of the stack. */
    void establish(TcpSocket listener) {
        Endpoint to = java.util.Objects.requireNonNull(remote);
        Endpoint from = java.util.Objects.requireNonNull(local);
        TcpSocket end = new TcpSocket(stack, listener.domain(), lock, listener.inet.copy());
        end.options().copy(listener.options());
        end.local = to;
        end.remote = from;
        end.addressChosen = listener.addressChosen;
        PortBinding its = listener.binding;
        end.binding = stack.tcp().add(new PortBinding(end, to.ip(), to.port(), its == null ? 0 : its.uid, false));
        end.peer = this;
        end.state = TcpState.ESTABLISHED;
        end.phase = Phase.CONNECTED;
        stack.connect(to, from, end);
        peer = end;
        state = TcpState.ESTABLISHED;
        TcpListening queue = listener.listening;
        if (queue != null) {
            queue.add(end);
        }
        listener.wake(READABLE);
        wake(WRITABLE);
    }

    // Ending.

    /** {@code connect(2)} with AF_UNSPEC, and what {@code shutdown(2)} does to a socket that listens. */
    private long disconnect() {
        stack.lock().lock();
        try {
            boolean some = state != TcpState.CLOSE && state != TcpState.LISTEN;
            abandon();
            reset();
            phase = Phase.UNCONNECTED;
            error = some ? ECONNRESET : 0;
            shutdown = 0;
            done = false;
            remote = null;
            PortBinding taken = binding;
            if (taken != null && !taken.chosen) {
                unbind();
                taken = null;
            }
            if (taken != null) {
                taken.narrow(boundIp);
            }
            // As Linux: a port that was given back is still in the name.
            Endpoint old = local;
            local = old == null ? null : new Endpoint(boundIp, old.port());
        } finally {
            stack.lock().unlock();
        }
        wake(0);
        return 0;
    }

    /** Stops listening, or trying to connect. Hold the lock of the stack. */
    private void abandon() {
        TcpListening queue = listening;
        if (queue != null) {
            listening = null;
            state = TcpState.CLOSE;
            for (TcpSocket each : List.copyOf(queue.ready)) {
                each.orphan = true;
                each.reset();
                each.finish();
            }
            queue.waiting.forEach(TcpSocket::refuse);
        }
        if (state == TcpState.SYN_SENT) {
            for (PortBinding each :
                    stack.tcp().at(java.util.Objects.requireNonNull(remote).port())) {
                if (each.owner instanceof TcpSocket other && other.listening != null) {
                    java.util.Objects.requireNonNull(other.listening).waiting.remove(this);
                }
            }
            over(false);
        }
    }

    @Override
    long shutdown(int how) {
        int directions = how + 1;
        stack.lock().lock();
        try {
            if (state == TcpState.LISTEN || state == TcpState.SYN_SENT) {
                boolean ends = state == TcpState.SYN_SENT || (directions & RECEIVE) != 0;
                return ends ? disconnect() : 0;
            }
            boolean closed = state == TcpState.CLOSE;
            shutdown |= directions;
            if (!closed && how >= SHUT_WR) {
                finish();
            }
            wake(0);
            return closed ? -ENOTCONN : 0;
        } finally {
            stack.lock().unlock();
        }
    }

    /** Says that nothing more will be sent: FIN. Hold the lock of the stack. */
    private void finish() {
        TcpSocket other = peer;
        if (state != TcpState.ESTABLISHED && state != TcpState.CLOSE_WAIT || other == null) {
            return;
        }
        boolean last = state == TcpState.CLOSE_WAIT;
        lock.lock();
        try {
            state = TcpState.FIN_WAIT2;
            other.done = true;
            other.shutdown |= RECEIVE;
            if (other.state == TcpState.ESTABLISHED) {
                other.state = TcpState.CLOSE_WAIT;
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            over(false);
            other.over(true);
        }
        other.wake(0);
    }

    /** The connection is no more: the kernel's tcp_done. Hold the lock of the stack. */
    private void over(boolean closedFirst) {
        state = TcpState.CLOSE;
        shutdown = BOTH;
        stack.disconnect(local, remote, this);
        afterLife |= closedFirst;
        PortBinding taken = binding;
        if (taken != null && (orphan || !taken.chosen)) {
            binding = null;
            if (afterLife) {
                stack.outlive(taken);
            } else {
                ports().remove(taken);
            }
        }
    }

    /** Breaks the connection: RST. Hold the lock of the stack. */
    void reset() {
        if (state == TcpState.CLOSE || state == TcpState.LISTEN) {
            return;
        }
        TcpSocket other = peer;
        over(false);
        lock.lock();
        try {
            in.clear();
        } finally {
            lock.unlock();
        }
        if (other != null) {
            other.wasReset();
        }
    }

    /** The other end broke the connection. Hold the lock of the stack. */
    void wasReset() {
        if (state == TcpState.CLOSE) {
            return;
        }
        error = state == TcpState.CLOSE_WAIT ? EPIPE : ECONNRESET;
        over(false);
        wake(0);
    }

    @Override
    public void released(OpenFileDescription open) {
        stack.lock().lock();
        try {
            orphan = true;
            abandon();
            boolean abort = options().linger && options().lingerSeconds == 0 || in.available() > 0;
            if (abort) {
                reset();
            } else {
                finish();
            }
            lock.lock();
            try {
                in.clear();
            } finally {
                lock.unlock();
            }
            if (state == TcpState.CLOSE) {
                over(false); // gives up what a chosen port kept
            }
        } finally {
            stack.lock().unlock();
        }
        wake(POLLHUP);
    }

    // Data.

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return buffer.length() == 0 ? 0 : stream.receive(task, waits(open, 0), buffer, 0, null);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return stream.send(task, waits(open, 0), buffer, 0);
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, int flags) {
        return stream.send(task, wait, from, flags);
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, int flags) {
        return stream.receive(task, wait, into, flags, null);
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing message) {
        return stream.send(task, wait, from, message.flags);
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming message) {
        return stream.receive(task, wait, into, message.flags, message);
    }

    // What there is to know.

    @Override
    byte @Nullable [] peerName() {
        Endpoint other = remote;
        boolean none = other == null || state == TcpState.CLOSE || state == TcpState.SYN_SENT;
        return none || other == null ? null : other.address(domain());
    }

    @Override
    public int readiness(OpenFileDescription open) {
        TcpListening queue = listening;
        if (queue != null) {
            return queue.count() > 0 ? READABLE : 0;
        }
        int now = state;
        int shut = shutdown;
        int events = shut == BOTH || now == TcpState.CLOSE ? POLLHUP : 0;
        if ((shut & RECEIVE) != 0) {
            events |= READABLE | POLLRDHUP;
        }
        if (now != TcpState.SYN_SENT) {
            events |= stream.readable() ? READABLE : 0;
            events |= (shut & SEND) != 0 || stream.writable() ? WRITABLE : 0;
            events |= stream.urgent() ? POLLPRI : 0;
        }
        return events | (error != 0 ? POLLERR : 0);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        long answer = stream.ioctl(request);
        if (answer == Long.MIN_VALUE) {
            return super.ioctl(task, open, request, argument);
        }
        if (answer >= 0) {
            task.memory().putInt(argument, (int) Math.min(answer, Integer.MAX_VALUE));
            return 0;
        }
        return answer;
    }
}
