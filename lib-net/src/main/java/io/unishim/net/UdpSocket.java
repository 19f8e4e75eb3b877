package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCGSTAMP;
import static io.unishim.abi.Ioctls.SIOCGSTAMPNS;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.UdpOptions.*;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** UDP (man 7 udp) between the sockets of a shim; UDP-Lite; and ping sockets (man 7 icmp), whose port is their identifier. */
final class UdpSocket extends InetSocket {

    private static final long NEVER = Long.MIN_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Datagram> received = new ArrayDeque<>();

    /** Those of no bytes that were peeked: what peeks from an offset goes on to the next (the kernel's {@code skb->peeked}). */
    private final Set<Datagram> peekedEmpty = Collections.newSetFromMap(new IdentityHashMap<>(0));

    /** When the datagram came that was received last, nanoseconds since 1970 (man 7 socket, SIOCGSTAMP). */
    volatile long lastTime = NEVER;

    private final UdpErrors failures = new UdpErrors(this);
    private final UdpSending sending = new UdpSending(this);
    final Memberships memberships;
    private int lost;
    private long charged;
    private boolean closed;
    private volatile int waiting;

    /** What of it is the host's, if the shim was given datagrams of the host's network. */
    private final @Nullable UdpHost host;

    /**
     * Makes one.
     *
     * @param type SOCK_DGRAM, or SOCK_RAW: then it sends ICMP as it is, and gets the header of IP with the echoes
     * @param protocol IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_ICMP or IPPROTO_ICMPV6, each of which has ports of its own
     */
    UdpSocket(InetStack stack, int domain, int type, int protocol) {
        super(stack, domain, type, protocol, new InetOptions());
        this.memberships = new Memberships(stack);
        HostNet net = stack.host();
        this.host = net != null && net.gave(Protocol.UDP) && protocol == IPPROTO_UDP ? new UdpHost(this, net) : null;
    }

    @Override
    public boolean ofHost() {
        return host != null;
    }

    @Override
    List<HostLink> hostLinks() {
        return host == null ? List.of() : host.links();
    }

    @Override
    List<HostLink> linksMade() {
        return hostLinks();
    }

    /** @return what carries messages to an address if that is over the host's network, or null */
    @Nullable
    UdpHost hostFor(Endpoint to) {
        UdpHost side = host;
        return side != null && side.reaches(to) ? side : null;
    }

    @Override
    void portChosen(int port) {
        if (host != null) {
            host.publish(port);
        }
    }

    @Override
    int takeError() {
        if (host != null) {
            host.learn(true);
        }
        return super.takeError();
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

    boolean raw() {
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
        if (!sending.bound(task)) {
            return -EAGAIN;
        }
        Endpoint to = destination(address);
        if (to == null) {
            return destinationError(address);
        }
        long wrong = sending.reach(to);
        if (wrong != 0) {
            return wrong;
        }
        stack.lock().lock();
        try {
            Ip source = hostFor(to) != null && !stack.interfaces().isLocal(to.ip())
                    ? HostSocketCalls.source(to)
                    : sending.source(to);
            if (!autobind(task, source)) {
                return -EAGAIN;
            }
            PortBinding taken = binding;
            if (taken != null) {
                taken.narrow(source);
                local = new Endpoint(source, taken.port);
            }
            remote = to;
            sending.connected(to);
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

    @Override
    long shutdown(int how) {
        shutdown |= how + 1;
        wake(0);
        return remote == null ? -ENOTCONN : 0;
    }

    // Sending.

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing out) {
        long result = sending.send(task, from, out);
        if (result == -EAGAIN && wait && host != null) {
            result = await(task, waitQueue(), options().sendTimeout, hostWait(), () -> sending.send(task, from, out));
        }
        if (result >= 0) {
            sent(out.flags); // as Linux: of an empty message too
        }
        return result;
    }

    @Override
    long position() {
        return -1;
    }

    @Override
    long setOption(Task task, int level, int name, UserBuffer value) {
        long result = super.setOption(task, level, name, value);
        return result == 0 && level == SOL_UDP && name == UDP_CORK ? sending.uncork(task) : result;
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

    /** Nobody has the port: what ICMP would tell. */
    void refused(Datagram message) {
        boolean four = message.to().ip().isV4();
        unreachable(ECONNREFUSED, four ? UdpErrors.UNREACHABLE4 : UdpErrors.UNREACHABLE6, message);
    }

    /** A message did not arrive. @param origin as {@link UdpErrors#add} wants it */
    void unreachable(int errno, byte[] origin, Datagram message) {
        Endpoint other = remote;
        if (other != null && !other.equals(message.to())) {
            return; // as Linux: it is not known as this socket's
        }
        boolean errors = message.to().ip().isV4() ? inet.errors : inet.errors6;
        if (errors) {
            failures.add(errno, origin, message);
        }
        if (errors || other != null) {
            error = errno;
            wake(0);
        }
    }

    /** @return whether there is somebody; a message for which there is no room is lost */
    boolean deliver(Datagram message) {
        if (host != null) {
            host.heardInside(message.from());
        }
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (charged > options().receiveBuffer) {
                lost++;
                return true;
            }
            charged += message.charge();
            received.addLast(message.after(lost));
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
            if (host != null) {
                host.learn(true);
            }
            return failures.some() ? failures.take(into, in) : takeNotice(in);
        }
        long result = take(into, in);
        if (result == -EAGAIN && wait) {
            result = await(task, waitQueue(), options().receiveTimeout, hostWait(), () -> {
                long taken = take(into, in);
                return taken == -EAGAIN && (shutdown & RECEIVE) != 0 ? 0 : taken;
            });
        }
        return result;
    }

    /** Fetches a message of the host's if there is none yet. @param asks as {@link UdpHost#fetch} has it */
    private void fetch(boolean asks) {
        UdpHost side = host;
        if (side == null || waiting > 0) {
            return;
        }
        Datagram message = side.fetch(asks);
        if (message != null) {
            lock.lock();
            try {
                charged += message.charge();
                received.addLast(message.after(lost));
                waiting = received.size();
            } finally {
                lock.unlock();
            }
        }
    }

    private long take(UserBuffer into, Incoming in) {
        UdpHost side = host;
        if (side != null && waiting == 0 && error == 0 && into.length() > 0 && !in.has(MSG_PEEK)) {
            long result = side.receive(into, in);
            if (result != -EAGAIN) {
                return result;
            }
        }
        fetch(true);
        if (error != 0) {
            return -super.takeError();
        }
        Datagram message;
        boolean peek = in.has(MSG_PEEK);
        int skip = 0;
        lock.lock();
        try {
            if (peek && options().peekOffset >= 0) {
                int[] left = new int[1];
                message =
                        PeekOffset.find(received, each -> each.bytes().length, peekedEmpty::contains, options(), left);
                skip = left[0];
            } else {
                message = peek ? received.peek() : received.poll();
            }
            if (message == null) {
                return -EAGAIN;
            }
            if (!peek) {
                charged -= message.charge();
                waiting = received.size();
            }
            if (message.bytes().length == 0) {
                boolean unused = peek ? peekedEmpty.add(message) : peekedEmpty.remove(message);
            }
        } finally {
            lock.unlock();
        }
        int length = message.bytes().length - skip;
        int count = (int) Math.min(length, into.length());
        if (count > 0 && into.put(0, message.bytes(), skip, count) != count) {
            throw MemoryFault.FAULT;
        }
        // As Linux: what a peek skipped counts as a part of the message.
        int told = in.has(MSG_TRUNC) ? length + skip : count;
        PeekOffset.move(options(), peek, told);
        if (into.length() <= length && count < length + skip) {
            in.resultFlags |= MSG_TRUNC;
        }
        in.from = message.from().address(domain());
        UdpControls.tell(this, message, in);
        return told;
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
        if (host != null) {
            host.learn(false);
            fetch(false);
        }
        int events = WRITABLE | POLLWRBAND | (error != 0 || failures.some() || noticed() ? POLLERR : 0);
        if ((shut & RECEIVE) != 0) {
            events |= READABLE | POLLRDHUP;
        }
        return events | (shut == BOTH ? POLLHUP : 0) | (waiting > 0 ? READABLE : 0);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        if (request == SIOCGSTAMP || request == SIOCGSTAMPNS) {
            long last = lastTime;
            if (last == NEVER) {
                return -ENOENT;
            }
            task.memory().putLong(argument, last / 1_000_000_000L);
            task.memory().putLong(argument + 8, last % 1_000_000_000L / (request == SIOCGSTAMP ? 1000 : 1));
            return 0;
        }
        if (request != FIONREAD && request != SIOCOUTQ) {
            return super.ioctl(task, open, request, argument);
        }
        int value = 0;
        if (request == FIONREAD) {
            fetch(true);
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
            memberships.leaveAll();
            if (host != null) {
                host.leave();
            }
        } finally {
            stack.lock().unlock();
        }
        lock.lock();
        try {
            closed = true;
            received.clear();
            peekedEmpty.clear();
            waiting = 0;
        } finally {
            lock.unlock();
        }
        wake(POLLHUP);
    }
}
