package io.unishim.net;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EDESTADDRREQ;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.UdpOptions.*;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How datagrams leave a {@link UdpSocket}: to whom, by which interface, corked (man 7 udp), and cut into segments. */
final class UdpSending {
    private static final int MOST4 = 65_507;
    private static final int MOST6 = 65_527;
    private static final int MOST_SEGMENTS = 128;
    private static final int USUAL_HOPS = 64;

    private final UdpSocket socket;
    private final InetStack stack;

    /** What was sent with UDP_CORK or MSG_MORE and waits for more, or null. */
    private @Nullable Corked corked;

    /** A datagram in the making. */
    private static final class Corked {
        Endpoint to;
        final Outgoing how;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Corked(Endpoint to, Outgoing how) {
            this.to = to;
            this.how = how;
        }
    }

    UdpSending(UdpSocket socket) {
        this.socket = socket;
        this.stack = socket.stack;
    }

    /** As Linux: whoever sends or connects has a port, whatever comes of it. @return whether there is one */
    boolean bound(Task task) {
        Endpoint own = socket.local;
        if (own != null && own.port() != 0 || socket.raw()) {
            return true;
        }
        stack.lock().lock();
        try {
            return socket.autobind(task, socket.any());
        } finally {
            stack.lock().unlock();
        }
    }

    long send(Task task, UserBuffer from, Outgoing out) {
        if (!bound(task)) {
            return -EAGAIN;
        }
        if (out.has(MSG_OOB) && !socket.isV6()) {
            return -EOPNOTSUPP;
        }
        if (from.length() > 0xffff) {
            return -EMSGSIZE;
        }
        synchronized (this) {
            if (corked != null) {
                return append(task, from, out);
            }
        }
        Endpoint to = socket.remote();
        byte[] named = out.to;
        if (named != null) {
            to = named(named);
            if (to == null) {
                return destinationProblem(named);
            }
            if (to.port() == 0 && !socket.pings()) {
                return -EINVAL;
            }
            out.scope(named, to.ip());
        } else if (to == null) {
            return -EDESTADDRREQ;
        }
        long wrong = named == null ? 0 : reach(to, out);
        if (wrong != 0) {
            return wrong;
        }
        if (socket.error != 0) {
            return -socket.takeError();
        }
        if ((socket.shutdown & InetSocket.SEND) != 0) {
            return -EPIPE;
        }
        boolean more = out.has(MSG_MORE) || socket.inet.get(SOL_UDP, UDP_CORK, 0) != 0;
        if (more && !socket.pings()) {
            synchronized (this) {
                corked = new Corked(to, out);
                out.from = from(to, out);
                return append(task, from, out);
            }
        }
        if (from.length() > most(to)) {
            return -EMSGSIZE;
        }
        UdpHost host = socket.hostFor(to);
        if (host != null) {
            return host.send(from, to, out);
        }
        byte[] bytes = read(from);
        long bad = socket.pings() && !socket.raw() ? Echo.check(bytes, socket.isV6()) : 0;
        return bad != 0 ? bad : send(task, bytes, to, out);
    }

    private static int most(Endpoint to) {
        return to.ip().isV4() ? MOST4 : MOST6;
    }

    private static byte[] read(UserBuffer from) {
        byte[] bytes = new byte[(int) from.length()];
        if (bytes.length > 0 && from.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        return bytes;
    }

    private long append(Task task, UserBuffer from, Outgoing out) {
        Corked made = Objects.requireNonNull(corked);
        if (made.bytes.size() + from.length() > most(made.to)) {
            corked = null; // as Linux: what there was is lost
            return -EMSGSIZE;
        }
        byte[] bytes;
        try {
            bytes = read(from);
        } catch (MemoryFault fault) {
            corked = null;
            throw fault;
        }
        made.bytes.writeBytes(bytes);
        boolean more = out.has(MSG_MORE) || socket.inet.get(SOL_UDP, UDP_CORK, 0) != 0;
        long result = more ? 0 : push(task);
        return result < 0 ? result : bytes.length;
    }

    /** As Linux, of version 4: what waits goes to whom the socket is connected with meanwhile. */
    synchronized void connected(Endpoint to) {
        Corked made = corked;
        if (made != null && !socket.isV6()) {
            made.to = to;
            made.how.from = null;
        }
    }

    /** UDP_CORK was set to something: with 0 what waits goes. */
    synchronized long uncork(Task task) {
        long result = socket.inet.get(SOL_UDP, UDP_CORK, 0) == 0 && corked != null ? push(task) : 0;
        return Math.min(result, 0);
    }

    private long push(Task task) {
        Corked made = Objects.requireNonNull(corked);
        corked = null;
        UdpHost host = socket.hostFor(made.to);
        if (host != null) {
            return host.send(UserBuffer.of(made.bytes.toByteArray()), made.to, made.how);
        }
        return send(task, made.bytes.toByteArray(), made.to, made.how);
    }

    private @Nullable Endpoint named(byte[] address) {
        if (address.length >= Endpoint.SIZE4) {
            int family = Addresses.family(address);
            boolean four =
                    !socket.isV6() && family == AF_UNSPEC || socket.isV6() && family == AF_INET && !socket.onlyV6();
            if (four) {
                Endpoint end = Endpoint.ofV4(address);
                return end.ip().isAny() ? new Endpoint(Ip.LOOPBACK4, end.port()) : end;
            }
        }
        return socket.destination(address);
    }

    private long destinationProblem(byte[] address) {
        // As Linux: where version 4 says EAFNOSUPPORT, version 6 says EINVAL.
        return socket.isV6() ? -EINVAL : socket.destinationError(address);
    }

    /** @return 0, or why datagrams do not get there */
    long reach(Endpoint to) {
        return reach(to, null);
    }

    private long reach(Endpoint to, @Nullable Outgoing out) {
        Ip ip = to.ip();
        if (ip.isV4() && socket.isV6() && socket.onlyV6()) {
            return -ENETUNREACH;
        }
        if (socket.hostFor(to) != null) {
            return 0;
        }
        if (ip.isMulticast()) {
            return speaker(ip, out) == null ? -ENETUNREACH : 0;
        }
        boolean local = stack.interfaces().isLocal(ip);
        NetworkMember by = local ? null : stack.way(ip);
        if (by == null && !local || socket.source(ip).isV4() != ip.isV4()) {
            return -ENETUNREACH;
        }
        if (by != null && socket.source(ip).isLoopback()) {
            return -EINVAL;
        }
        return isBroadcast(ip, by) && !socket.options().broadcast ? -EACCES : 0;
    }

    private static boolean isBroadcast(Ip ip, @Nullable NetworkMember by) {
        return by == null
                ? ip.isV4() && ip.v4() == 0x7fffffff
                : ip.isBroadcast() || ip.equals(by.assigned().broadcast());
    }

    /** @return the interface by which it speaks to a group, or null if there is none */
    private @Nullable Interface speaker(Ip group, @Nullable Outgoing out) {
        int index = out == null ? 0 : out.index;
        if (index == 0) {
            index = group.isV4() ? socket.inet.speaker : socket.inet.speaker6;
        }
        if (index == 0 && !socket.options().device.isEmpty()) {
            return stack.interfaces().named(socket.options().device);
        }
        // As Linux: of version 4, the one that has the address it is bound to.
        if (index == 0 && group.isV4() && socket.addressChosen && socket.boundIp.isV4()) {
            return socket.boundIp.isLoopback()
                    ? Interface.LOOPBACK
                    : stack.interfaces().owner(socket.boundIp);
        }
        Interface by = stack.interfaceFor(index);
        // As Linux: groups of version 6 have no way over the loopback.
        return by != null && by.isLoopback() && !group.isV4() ? null : by;
    }

    /** @return the own address that a datagram bears */
    Ip source(Endpoint to) {
        return source(to.ip(), null);
    }

    private Ip source(Ip to, @Nullable Outgoing out) {
        Ip said = out == null ? null : out.source;
        Ip sticky = socket.inet.source6;
        if (said != null && !said.isAny()) {
            return said;
        }
        if (sticky != null && sticky.isV4() == to.isV4()) {
            return sticky;
        }
        if (!to.isMulticast() || socket.addressChosen && !socket.boundIp.isMulticast()) {
            return socket.addressChosen && socket.boundIp.isMulticast()
                    ? stack.interfaces().source(to)
                    : socket.source(to);
        }
        if (to.isV4() && !socket.inet.speakerIp.isAny()) {
            return socket.inet.speakerIp;
        }
        Interface by = speaker(to, out);
        if (by != null) {
            for (Assigned each : by.addresses()) {
                if (each.ip().isV4() == to.isV4()) {
                    return each.ip();
                }
            }
        }
        return socket.source(to);
    }

    private long send(Task task, byte[] bytes, Endpoint to, Outgoing out) {
        int segment = out.segment != 0 ? out.segment : socket.inet.segment;
        if (segment == 0 || bytes.length <= segment) {
            return sendOne(task, bytes, to, out);
        }
        if (bytes.length > segment * MOST_SEGMENTS) {
            return -EINVAL;
        }
        for (int at = 0; at < bytes.length; at += segment) {
            long result = sendOne(task, Arrays.copyOfRange(bytes, at, Math.min(at + segment, bytes.length)), to, out);
            if (result < 0) {
                return result;
            }
        }
        return bytes.length;
    }

    private long sendOne(Task task, byte[] bytes, Endpoint to, Outgoing out) {
        Ip ip = to.ip();
        Interface speaks = ip.isMulticast() ? speaker(ip, out) : null;
        NetworkMember by = ip.isMulticast()
                ? speaks == null ? null : stack.member(speaks)
                : stack.interfaces().isLocal(ip) ? null : stack.way(ip);
        boolean toMany = ip.isMulticast() || isBroadcast(ip, by);
        UdpSocket receiver = null;
        List<InetSocket> receivers = List.of();
        Datagram message;
        stack.lock().lock();
        try {
            if (!socket.autobind(task, socket.any())) {
                return -EAGAIN;
            }
            Endpoint from = out.from == null ? from(to, out) : from(out.from);
            message = message(bytes, from, to, out);
            if (toMany) {
                receivers = receivers(message, by);
            } else if (by == null && !socket.pings()) {
                receiver = (UdpSocket) socket.ports().receiver(to, from, Interface.LOOPBACK.name());
            }
        } finally {
            stack.lock().unlock();
        }
        for (InetSocket each : receivers) {
            boolean unused = ((UdpSocket) each).deliver(message);
        }
        if (by != null) {
            by.network().send(by, socket, message);
        } else if (socket.pings()) {
            socket.echo(message);
        } else if (!toMany && (receiver == null || !receiver.deliver(message))) {
            socket.refused(message);
        }
        socket.wake(InetSocket.WRITABLE); // as Linux: the room that it took is free again
        return bytes.length;
    }

    /** What waited comes, of version 4, from the port that the socket has now: it may have been disconnected meanwhile. */
    private Endpoint from(Endpoint begun) {
        return socket.isV6()
                ? begun
                : new Endpoint(begun.ip(), Objects.requireNonNull(socket.local).port());
    }

    private Endpoint from(Endpoint to, Outgoing out) {
        return new Endpoint(
                source(to.ip(), out), Objects.requireNonNull(socket.local).port());
    }

    private Datagram message(byte[] bytes, Endpoint from, Endpoint to, Outgoing out) {
        SocketOptions options = socket.options();
        long now = stack.time().realtimeNanos();
        int index = Interface.LOOPBACK.index();
        int mark = out.mark != 0 ? out.mark : options.mark;
        int priority = out.priority >= 0 ? out.priority : options.priority;
        return new Datagram(bytes, from, to, index, hops(to, out), service(to, out), mark, priority, 0, now);
    }

    /** @return who hears it in this shim itself. Hold the lock of the stack */
    private List<InetSocket> receivers(Datagram message, @Nullable NetworkMember by) {
        Ip to = message.to().ip();
        if (by == null) {
            return socket.ports().receivers(message, Interface.LOOPBACK);
        }
        boolean loops = !to.isMulticast()
                || to.isV4() && socket.inet.get(SOL_IP, IP_MULTICAST_LOOP, 1) != 0
                || !to.isV4() && socket.inet.get(SOL_IPV6, IPV6_MULTICAST_LOOP, 1) != 0;
        return to.isMulticast() && loops ? socket.ports().receivers(message, stack.interfaceOf(by)) : List.of();
    }

    private int hops(Endpoint to, Outgoing out) {
        if (out.hops >= 0) {
            return out.hops;
        }
        if (to.ip().isMulticast()) {
            return to.ip().isV4()
                    ? socket.inet.get(SOL_IP, IP_MULTICAST_TTL, 1)
                    : socket.inet.get(SOL_IPV6, IPV6_MULTICAST_HOPS, 1);
        }
        return to.ip().isV4()
                ? socket.inet.get(SOL_IP, IP_TTL, USUAL_HOPS)
                : socket.inet.get(SOL_IPV6, IPV6_UNICAST_HOPS, USUAL_HOPS);
    }

    private int service(Endpoint to, Outgoing out) {
        if (out.service >= 0) {
            return out.service;
        }
        return to.ip().isV4() ? socket.inet.get(SOL_IP, IP_TOS, 0) & 0xff : socket.inet.get(SOL_IPV6, IPV6_TCLASS, 0);
    }
}
