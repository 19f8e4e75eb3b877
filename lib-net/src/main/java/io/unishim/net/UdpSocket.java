package io.unishim.net;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EDESTADDRREQ;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_UNSPEC;
import static io.unishim.abi.Socket.IPPROTO_ICMP;
import static io.unishim.abi.Socket.IPPROTO_ICMPV6;
import static io.unishim.abi.Socket.IPPROTO_UDP;
import static io.unishim.abi.Socket.IPPROTO_UDPLITE;
import static io.unishim.abi.Socket.IPV6_TCLASS;
import static io.unishim.abi.Socket.IPV6_UNICAST_HOPS;
import static io.unishim.abi.Socket.IP_TOS;
import static io.unishim.abi.Socket.IP_TTL;
import static io.unishim.abi.Socket.MSG_ERRQUEUE;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.MSG_TRUNC;
import static io.unishim.abi.Socket.SOCK_RAW;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** UDP (man 7 udp) between the sockets of a shim; UDP-Lite; and ping sockets (man 7 icmp), whose port is their identifier. */
final class UdpSocket extends InetSocket {
    private static final int MOST4 = 65_507;
    private static final int MOST6 = 65_527;
    private static final int USUAL_HOPS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Datagram> received = new ArrayDeque<>();
    private final UdpErrors failures = new UdpErrors(this);
    private long charged;
    private boolean closed;
    private volatile int waiting;

    /**
     * Makes one.
     *
     * @param type SOCK_DGRAM, or SOCK_RAW: then it sends ICMP as it is, and gets the header of IP with the echoes
     * @param protocol IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_ICMP or IPPROTO_ICMPV6, each of which has ports of its own
     */
    UdpSocket(InetStack stack, int domain, int type, int protocol) {
        super(stack, domain, type, protocol, new InetOptions());
    }

    @Override
    InetPorts ports() {
        return ports(stack);
    }

    /** @return who has the ports of this protocol in a stack */
    InetPorts ports(InetStack of) {
        return switch (protocol()) {
            case IPPROTO_UDP -> of.udp();
            case IPPROTO_UDPLITE -> of.udpLite();
            default -> of.icmp();
        };
    }

    private boolean raw() {
        return type() == SOCK_RAW;
    }

    boolean pings() {
        return protocol() == IPPROTO_ICMP || protocol() == IPPROTO_ICMPV6;
    }

    @Override
    int queued() {
        lock.lock();
        try {
            return (int) charged;
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean bindable() {
        return true;
    }

    // Connecting.

    @Override
    long connect(Task task, boolean wait, byte[] address) {
        if (address.length < 2) {
            return -EINVAL;
        }
        if (Addresses.family(address) == AF_UNSPEC) {
            disconnect();
            return 0;
        }
        Endpoint to = destination(address);
        if (to == null) {
            return destinationError(address);
        }
        long wrong = reach(to);
        if (wrong != 0) {
            return wrong;
        }
        stack.lock().lock();
        try {
            Ip source = source(to.ip());
            if (!autobind(task, source)) {
                return -EAGAIN;
            }
            PortBinding taken = binding;
            if (taken != null) {
                taken.narrow(source);
                local = new Endpoint(source, taken.port);
            }
            remote = to;
            return 0;
        } finally {
            stack.lock().unlock();
        }
    }

    private void disconnect() {
        stack.lock().lock();
        try {
            remote = null;
            PortBinding taken = binding;
            if (taken != null && !taken.chosen) {
                unbind();
                taken = null;
            }
            if (taken != null) {
                taken.narrow(boundIp);
            }
            local = taken == null && !addressChosen ? null : new Endpoint(boundIp, taken == null ? 0 : taken.port);
        } finally {
            stack.lock().unlock();
        }
    }

    private long reach(Endpoint to) {
        Ip ip = to.ip();
        if (ip.isV4() && isV6() && onlyV6() || ip.isMulticast()) {
            return -ENETUNREACH;
        }
        boolean local = stack.interfaces().isLocal(ip);
        NetworkMember by = local ? null : stack.way(ip);
        if (by == null && !local || source(ip).isV4() != ip.isV4()) {
            return -ENETUNREACH;
        }
        if (by != null && source(ip).isLoopback()) {
            return -EINVAL;
        }
        boolean broadcast = by == null
                ? ip.isV4() && ip.v4() == 0x7fffffff
                : ip.isBroadcast() || ip.equals(by.assigned().broadcast());
        return broadcast && !options().broadcast ? -EACCES : 0;
    }

    @Override
    long shutdown(int how) {
        shutdown |= how + 1;
        wake(0);
        return remote == null ? -ENOTCONN : 0;
    }

    // Sending.

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing out) {
        if (out.has(MSG_OOB) && !isV6()) {
            return -EOPNOTSUPP;
        }
        if (from.length() > 0xffff) {
            return -EMSGSIZE;
        }
        Endpoint to = remote;
        byte[] named = out.to;
        if (named != null) {
            to = named(named);
            if (to == null) {
                return destinationProblem(named);
            }
            if (to.port() == 0 && !pings()) {
                return -EINVAL;
            }
        } else if (to == null) {
            return -EDESTADDRREQ;
        }
        long wrong = named == null ? 0 : reach(to);
        if (wrong != 0) {
            return wrong;
        }
        if (error != 0) {
            return -takeError();
        }
        if ((shutdown & SEND) != 0) {
            return -EPIPE;
        }
        if (from.length() > (to.ip().isV4() ? MOST4 : MOST6)) {
            return -EMSGSIZE;
        }
        byte[] bytes = new byte[(int) from.length()];
        if (bytes.length > 0 && from.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        long bad = pings() && !raw() ? Echo.check(bytes, isV6()) : 0;
        return bad != 0 ? bad : send(task, bytes, to, out);
    }

    private @Nullable Endpoint named(byte[] address) {
        if (address.length >= Endpoint.SIZE4) {
            int family = Addresses.family(address);
            if (!isV6() && family == AF_UNSPEC || isV6() && family == AF_INET && !onlyV6()) {
                Endpoint four = Endpoint.ofV4(address);
                return four.ip().isAny() ? new Endpoint(Ip.LOOPBACK4, four.port()) : four;
            }
        }
        return destination(address);
    }

    private long destinationProblem(byte[] address) {
        // As Linux: where version 4 says EAFNOSUPPORT, version 6 says EINVAL.
        return isV6() ? -EINVAL : destinationError(address);
    }

    private long send(Task task, byte[] bytes, Endpoint to, Outgoing out) {
        UdpSocket receiver;
        Endpoint from;
        Datagram message;
        NetworkMember by = stack.interfaces().isLocal(to.ip()) ? null : stack.way(to.ip());
        stack.lock().lock();
        try {
            if (!autobind(task, any())) {
                return -EAGAIN;
            }
            Ip said = out.source;
            Ip source = said != null && !said.isAny() ? said : source(to.ip());
            from = new Endpoint(source, Objects.requireNonNull(local).port());
            receiver = by != null || pings() ? null : (UdpSocket) ports().receiver(to, from);
            message = new Datagram(
                    bytes,
                    from,
                    to,
                    hops(to, out),
                    service(to, out),
                    stack.time().realtimeNanos());
        } finally {
            stack.lock().unlock();
        }
        if (by != null) {
            by.network().send(by, this, message);
        } else if (pings()) {
            echo(message);
        } else if (receiver == null || !receiver.deliver(message)) {
            refused(message);
        }
        return bytes.length;
    }

    /** Somebody who is there answers a message of a ping socket. */
    void echo(Datagram message) {
        if (!raw()) {
            boolean unused = deliver(
                    Echo.answer(message, message.from().port(), stack.time().realtimeNanos()));
        } else if (Echo.check(message.bytes(), isV6()) == 0) {
            Datagram answer = Echo.answer(
                    message, Echo.identifier(message.bytes()), stack.time().realtimeNanos());
            boolean unused = deliver(Echo.withHeader(answer));
        }
    }

    private int hops(Endpoint to, Outgoing out) {
        if (out.hops >= 0) {
            return out.hops;
        }
        return to.ip().isV4()
                ? inet.get(SOL_IP, IP_TTL, USUAL_HOPS)
                : inet.get(SOL_IPV6, IPV6_UNICAST_HOPS, USUAL_HOPS);
    }

    private int service(Endpoint to, Outgoing out) {
        if (out.service >= 0) {
            return out.service;
        }
        return to.ip().isV4() ? inet.get(SOL_IP, IP_TOS, 0) & 0xff : inet.get(SOL_IPV6, IPV6_TCLASS, 0);
    }

    /** Nobody has the port: what ICMP would tell. */
    void refused(Datagram message) {
        if (inet.errors) {
            failures.add(ECONNREFUSED, message);
        }
        if (inet.errors || remote != null) {
            error = ECONNREFUSED;
            wake(0);
        }
    }

    /** @return whether there is somebody; a message for which there is no room is lost */
    boolean deliver(Datagram message) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (charged > options().receiveBuffer) {
                return true;
            }
            charged += message.charge();
            received.addLast(message);
            waiting = received.size();
        } finally {
            lock.unlock();
        }
        wake(READABLE);
        return true;
    }

    // Receiving.

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming in) {
        if (in.has(MSG_ERRQUEUE)) {
            return failures.take(into, in);
        }
        long result = take(into, in);
        if (result == -EAGAIN && wait) {
            result = await(task, waitQueue(), options().receiveTimeout, () -> {
                long taken = take(into, in);
                return taken == -EAGAIN && (shutdown & RECEIVE) != 0 ? 0 : taken;
            });
        }
        return result;
    }

    private long take(UserBuffer into, Incoming in) {
        if (error != 0) {
            return -takeError();
        }
        Datagram message;
        lock.lock();
        try {
            message = in.has(MSG_PEEK) ? received.peek() : received.poll();
            if (message == null) {
                return -EAGAIN;
            }
            if (!in.has(MSG_PEEK)) {
                charged -= message.charge();
                waiting = received.size();
            }
        } finally {
            lock.unlock();
        }
        int length = message.bytes().length;
        int count = (int) Math.min(length, into.length());
        if (count > 0 && into.put(0, message.bytes(), 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        if (count < length) {
            in.resultFlags |= MSG_TRUNC;
        }
        in.from = message.from().address(domain());
        UdpControls.tell(this, message, in);
        return in.has(MSG_TRUNC) ? length : count;
    }

    /** @return the number of the interface by which a message came */
    int interfaceOf(Datagram message) {
        Interface by = stack.interfaces().isLocal(message.from().ip())
                ? null
                : stack.interfaces().of(message.from().ip());
        return (by == null ? Interface.LOOPBACK : by).index();
    }

    // What there is to know.

    @Override
    byte @Nullable [] peerName() {
        Endpoint other = remote;
        return other == null ? null : other.address(domain());
    }

    @Override
    public int readiness(OpenFileDescription open) {
        int shut = shutdown;
        int events = WRITABLE | POLLWRBAND | (error != 0 || failures.some() ? POLLERR : 0);
        if ((shut & RECEIVE) != 0) {
            events |= READABLE | POLLRDHUP;
        }
        return events | (shut == BOTH ? POLLHUP : 0) | (waiting > 0 ? READABLE : 0);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        if (request != FIONREAD && request != SIOCOUTQ) {
            return super.ioctl(task, open, request, argument);
        }
        int value = 0;
        if (request == FIONREAD) {
            lock.lock();
            try {
                Datagram first = received.peek();
                value = first == null ? 0 : first.bytes().length;
            } finally {
                lock.unlock();
            }
        }
        task.memory().putInt(argument, value);
        return 0;
    }

    @Override
    public void released(OpenFileDescription open) {
        stack.lock().lock();
        try {
            unbind();
        } finally {
            stack.lock().unlock();
        }
        lock.lock();
        try {
            closed = true;
            received.clear();
            waiting = 0;
        } finally {
            lock.unlock();
        }
        wake(POLLHUP);
    }
}
