package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCATMARK;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Ioctls.SIOCOUTQNSD;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Socket.AF_UNSPEC;
import static io.unishim.abi.Socket.IPPROTO_TCP;
import static io.unishim.abi.Socket.MSG_ERRQUEUE;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.ReadAhead;
import io.unishim.task.Task;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * TCP (man 7 tcp) between two sockets of a shim. What one sends is at once in the other's ring: there are no segments, no
 * retransmission, and an acknowledgement is never outstanding.
 *
 * <p>Both ends of a connection share a lock, taken after the stack's. What ends a connection takes both.
 */
final class TcpSocket extends InetSocket {
    final ReentrantLock lock;
    final TcpRing in;
    final TcpStream stream = new TcpStream(this);
    volatile int state = TcpState.CLOSE;
    final TcpConnecting connecting = new TcpConnecting(this);
    final TcpEnding ending = new TcpEnding(this);

    /** The other end; null if there was none. Not cleared by the end of the connection. */
    volatile @Nullable TcpSocket peer;

    /** The way of the connection if it goes over a virtual network. */
    volatile @Nullable Tunnel tunnel;

    volatile @Nullable TcpListening listening;

    /** Whether the other end has sent all that it will: the kernel's SOCK_DONE. */
    volatile boolean done;

    /** Whether no descriptor means it any more. */
    volatile boolean orphan;

    /** What of it is the host's, if the shim was given anything of the host's network. */
    volatile @Nullable HostSide hostSide;

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
    int queued() {
        TcpListening queue = listening;
        return queue == null ? in.available() : queue.count();
    }

    @Override
    boolean bindable() {
        return state == TcpState.CLOSE;
    }

    @Override
    boolean listening() {
        return state == TcpState.LISTEN;
    }

    @Override
    public boolean ofHost() {
        HostNet net = stack.host();
        return net != null && net.gave(Protocol.TCP);
    }

    /** @return what of it is the host's, made at need. @throws NullPointerException if the shim has nothing of the host's */
    synchronized HostSide hostSide() {
        HostSide side = hostSide;
        if (side == null) {
            side = new HostSide(this, Objects.requireNonNull(stack.host()));
            hostSide = side;
        }
        return side;
    }

    /** @return what of it is the host's if it is a connection over the host's network, or trying to be one; else null */
    @Nullable
    HostSide overHost() {
        HostSide side = hostSide;
        return side == null || listening != null || side.descriptor() == null ? null : side;
    }

    /** @return the same, but null while it is trying */
    @Nullable
    HostSide connectedOverHost() {
        HostSide side = overHost();
        if (side != null && state == TcpState.SYN_SENT) {
            side.look();
        }
        return state == TcpState.SYN_SENT || state == TcpState.CLOSE ? null : side;
    }

    @Override
    List<HostSide> hostLinks() {
        return List.of(hostSide());
    }

    @Override
    List<HostSide> linksMade() {
        HostSide side = hostSide;
        return side == null ? List.of() : List.of(side);
    }

    @Override
    int takeError() {
        int own = super.takeError();
        HostSide side = own == 0 ? connectedOverHost() : null;
        return side == null ? own : side.takeError();
    }

    // Listening.

    @Override
    long listen(Task task, int backlog) {
        stack.lock().lock();
        try {
            TcpListening now = listening;
            if (connecting.phase() != TcpConnecting.Phase.UNCONNECTED || now == null && state != TcpState.CLOSE) {
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
            listening = new TcpListening(backlog);
            shutdown = 0;
            state = TcpState.LISTEN;
            stack.listenerBegan();
            if (ofHost()) {
                hostSide().publish(backlog);
            }
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
            result = await(task, waitQueue(), options().receiveTimeout, hostWait(), () -> tryAccept(accepted));
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
            HostSide side = hostSide;
            if (connection == null && side != null) {
                connection = side.accept();
            }
            if (connection == null) {
                return -EAGAIN;
            }
            connection.connecting.phase(TcpConnecting.Phase.CONNECTED);
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
        return Addresses.family(address) == AF_UNSPEC ? ending.disconnect() : connecting.connect(task, wait, address);
    }

    // Ending.

    @Override
    long shutdown(int how) {
        return ending.shutdown(how);
    }

    @Override
    public void descriptorClosed(Task task, OpenFileDescription open) {
        ending.descriptorClosed(task);
    }

    @Override
    public void released(OpenFileDescription open) {
        ending.released();
    }

    // Data.

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return buffer.length() == 0 ? 0 : receive(task, waits(open, 0), buffer, 0, null);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return send(task, waits(open, 0), buffer, 0);
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, int flags) {
        HostSide side = connectedOverHost();
        long result = side == null ? stream.send(task, wait, from, flags) : side.send(task, wait, from, flags);
        if (result > 0) {
            sent(flags);
        }
        return result;
    }

    @Override
    long position() {
        TcpSocket other = peer;
        return other == null ? 0 : other.stream.received();
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, int flags) {
        return receive(task, wait, into, flags, null);
    }

    private long receive(Task task, boolean wait, UserBuffer into, int flags, @Nullable Incoming in) {
        if ((flags & MSG_ERRQUEUE) != 0) {
            return in == null ? takeNotice(new Incoming(flags)) : takeNotice(in);
        }
        HostSide side = connectedOverHost();
        return side == null ? stream.receive(task, wait, into, flags, in) : side.receive(task, wait, into, flags);
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing message) {
        return send(task, wait, from, message.flags);
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming message) {
        return receive(task, wait, into, message.flags, message);
    }

    @Override
    public void readAhead(Task task, OpenFileDescription open, int fd, ReadAhead ahead) {
        HostSide side = connectedOverHost();
        if (side != null && state == TcpState.ESTABLISHED) {
            side.readAhead(ahead, fd);
            // Whoever gives the number to another file from now on settles.
            if (task.process().state(Descriptors.KEY).get(fd) != open) {
                side.settle();
            }
        }
    }

    // What there is to know.

    /** @return how long the way to the other end and back takes by what its network is like now, nanoseconds */
    long roundTrip() {
        Tunnel over = tunnel;
        return over == null ? 0 : over.roundTrip();
    }

    @Override
    byte @Nullable [] peerName() {
        Endpoint other = remote;
        boolean none = other == null || state == TcpState.CLOSE || state == TcpState.SYN_SENT;
        HostSide side = none ? null : overHost();
        boolean some = side == null ? !none : side.open();
        return other == null || !some ? null : other.address(domain());
    }

    private int errors() {
        return error != 0 || noticed() ? POLLERR : 0;
    }

    @Override
    public int readiness(OpenFileDescription open) {
        TcpListening queue = listening;
        HostSide host = hostSide;
        if (queue != null) {
            return queue.count() > 0 || host != null && (host.ready() & READABLE) != 0 ? READABLE : 0;
        }
        HostSide side = connectedOverHost();
        if (side != null) {
            return side.ready() | errors();
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
        return events | errors();
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        HostSide side = connectedOverHost();
        boolean amount = request == FIONREAD || request == SIOCOUTQ || request == SIOCOUTQNSD || request == SIOCATMARK;
        long answer = side != null && amount
                ? side.with(fd -> HostSocketCalls.ioctl(fd, request)) + (request == FIONREAD ? side.kept() : 0)
                : stream.ioctl(request);
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
