package io.unishim.net;

import static io.unishim.abi.Errnos.ECONNABORTED;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.IpOptions.IP_TOS;
import static io.unishim.abi.Ipv6Options.IPV6_TCLASS;
import static io.unishim.abi.Netlink.NLM_F_MULTI;
import static io.unishim.abi.SockDiag.*;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.IPPROTO_TCP;
import static io.unishim.abi.Socket.IPPROTO_UDP;
import static io.unishim.abi.Socket.IPPROTO_UDPLITE;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;
import static io.unishim.abi.Socket.SO_MEMINFO;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A question about Internet sockets (man 7 sock_diag, linux/inet_diag.h), and its answers. */
final class InetDiag {
    /** Of struct inet_diag_req_v2, and of the older struct inet_diag_req. */
    private static final int SIZE = 56;

    private static final int OLD_SIZE = 60;
    private static final int WORDS_OF_MEMORY = 9;
    private static final byte[] CUBIC = "cubic\0".getBytes(StandardCharsets.US_ASCII);

    private final int family;
    private final int protocol;
    private final int extensions;
    private final int states;
    private final ByteBuffer request;
    private final int id;
    private final @Nullable DiagFilter filter;

    private InetDiag(ByteBuffer request, int size, int protocol, int extensions, int id, int states) {
        this.request = request;
        this.family = request.get(NetlinkWriter.HEADER) & 0xff;
        byte[] other = NetlinkRequests.attribute(request, size, INET_DIAG_REQ_PROTOCOL);
        boolean named = other != null && other.length >= Integer.BYTES;
        this.protocol =
                named ? ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).getInt() : protocol;
        this.extensions = extensions;
        this.id = NetlinkWriter.HEADER + id;
        this.states = request.getInt(NetlinkWriter.HEADER + states);
        byte[] code = NetlinkRequests.attribute(request, size, INET_DIAG_REQ_BYTECODE);
        this.filter = code == null ? null : new DiagFilter(code);
    }

    /** @return what is asked, or null if it is too short */
    static @Nullable InetDiag of(ByteBuffer request) {
        int at = NetlinkWriter.HEADER;
        return request.capacity() < at + SIZE
                ? null
                : new InetDiag(request, SIZE, request.get(at + 1) & 0xff, request.get(at + 2), 8, 4);
    }

    /** @return what is asked as of old, or null if it is too short */
    static @Nullable InetDiag old(ByteBuffer request, boolean tcp) {
        int at = NetlinkWriter.HEADER;
        return request.capacity() < at + OLD_SIZE
                ? null
                : new InetDiag(request, OLD_SIZE, tcp ? IPPROTO_TCP : -1, request.get(at + 3), 4, 52);
    }

    /** @return whether its filter can be used */
    boolean valid() {
        return filter == null || filter.valid();
    }

    private boolean known() {
        return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE;
    }

    private boolean asks(OpenSocket each) {
        return each.socket() instanceof InetSocket inet
                && inet.protocol() == protocol
                && inet.local != null
                && (family == 0 || inet.domain() == family);
    }

    private static int state(InetSocket socket) {
        return socket instanceof TcpSocket tcp
                ? tcp.state
                : socket.remote() == null ? TcpState.CLOSE : TcpState.ESTABLISHED;
    }

    /** Tells of all who listen, and then of the others. @return 0 or a negative errno */
    int all(Collection<OpenSocket> sockets, NetlinkWriter out) {
        if (!known()) {
            return -ENOENT;
        }
        for (int pass = 0; pass < 2; pass++) {
            for (OpenSocket each : sockets) {
                if (!asks(each)) {
                    continue;
                }
                InetSocket socket = (InetSocket) each.socket();
                int state = state(socket);
                boolean closed = state == TcpState.CLOSE && protocol == IPPROTO_TCP;
                if ((state == TcpState.LISTEN) == (pass == 0)
                        && !closed
                        && (states >>> state & 1) != 0
                        && (filter == null || filter.takes(socket))) {
                    tell(each, socket, state, NLM_F_MULTI, out);
                }
            }
        }
        return 0;
    }

    /** Tells of the one whose ends are said. @return 0 or a negative errno */
    long one(Collection<OpenSocket> sockets, NetlinkWriter out) {
        OpenSocket found = known() ? find(sockets) : null;
        if (found == null) {
            return -ENOENT;
        }
        InetSocket socket = (InetSocket) found.socket();
        tell(found, socket, state(socket), 0, out);
        return 0;
    }

    /** Ends the one whose ends are said, as the kernel's tcp_abort. @return 0 or a negative errno */
    long destroy(Collection<OpenSocket> sockets) {
        OpenSocket found = find(sockets);
        if (found == null) {
            return -ENOENT;
        }
        if (!(found.socket() instanceof TcpSocket tcp)) {
            return -EOPNOTSUPP;
        }
        tcp.ending.abort(ECONNABORTED);
        return 0;
    }

    private @Nullable OpenSocket find(Collection<OpenSocket> sockets) {
        boolean six = family == AF_INET6;
        for (OpenSocket each : sockets) {
            if (asks(each) && each.socket() instanceof InetSocket socket) {
                ByteBuffer its = ByteBuffer.allocate(36);
                put(its, Objects.requireNonNull(socket.local), socket.remote(), six);
                boolean same = true;
                for (int i = 0; same && i < 36; i++) {
                    boolean counts = six || i < 8 || i >= 20 && i < 24;
                    same = !counts || its.get(i) == request.get(id + i);
                }
                if (same && (protocol != IPPROTO_TCP || state(socket) != TcpState.CLOSE)) {
                    return each;
                }
            }
        }
        return null;
    }

    /** Puts ports and addresses as struct inet_diag_sockid has them. */
    private static void put(ByteBuffer out, Endpoint local, @Nullable Endpoint remote, boolean six) {
        Endpoint none = six ? Endpoint.NONE6 : Endpoint.NONE4;
        Endpoint other = remote == null ? none : remote;
        out.putShort((short) local.port()).putShort((short) other.port());
        put(out, local.ip(), six);
        put(out, other.ip(), six);
    }

    private static void put(ByteBuffer out, Ip ip, boolean six) {
        if (six) {
            out.putLong(ip.high()).putLong(ip.low());
        } else {
            out.putInt(ip.v4()).putInt(0).putLong(0);
        }
    }

    private boolean wants(int extension) {
        return (extensions >> extension - 1 & 1) != 0;
    }

    private void tell(OpenSocket open, InetSocket socket, int state, int flags, NetlinkWriter out) {
        boolean six = socket.isV6();
        boolean listens = state == TcpState.LISTEN;
        ByteBuffer ends = ByteBuffer.allocate(36);
        put(ends, Objects.requireNonNull(socket.local), listens ? null : socket.remote(), six);
        TcpListening queue = socket instanceof TcpSocket tcp ? tcp.listening : null;
        long outgoing = socket instanceof TcpSocket tcp && queue == null ? tcp.stream.outgoing(true) : 0;
        out.begin(SOCK_DIAG_BY_FAMILY, flags)
                .bytes(socket.domain(), state, 0, 0)
                .raw(ends.array())
                .word(SocketLevelOptions.boundIndex(socket))
                .word((int) socket.inode())
                .word((int) (socket.inode() >>> 32)) // the cookie
                .word(0)
                .word(socket.queued())
                .word(queue != null ? queue.backlog() : (int) Math.min(outgoing, Integer.MAX_VALUE))
                .word(open.uid())
                .word((int) open.inode());
        out.attributeByte(INET_DIAG_SHUTDOWN, socket.shutdown);
        if (wants(INET_DIAG_TOS)) {
            out.attributeByte(INET_DIAG_TOS, socket.inet.get(SOL_IP, IP_TOS, 0));
        }
        if (six && wants(INET_DIAG_TCLASS)) {
            out.attributeByte(INET_DIAG_TCLASS, socket.inet.get(SOL_IPV6, IPV6_TCLASS, 0));
        }
        if (six && (listens || state == TcpState.CLOSE)) {
            Ip own = Objects.requireNonNull(socket.local).ip();
            // As Linux: who has an address of version 6 hears of no other.
            boolean only = socket.onlyV6() || !own.isAny() && !own.isV4();
            out.attributeByte(INET_DIAG_SKV6ONLY, only ? 1 : 0);
        }
        out.attribute(INET_DIAG_MARK, 0);
        if (wants(INET_DIAG_MEMINFO)) {
            int received = (int) Math.min(socket.charged(), Integer.MAX_VALUE);
            out.attributeBytes(INET_DIAG_MEMINFO, OptionCalls.ints(received, 0, 0, (int) outgoing));
        }
        byte[] memory = SocketLevelOptions.value(socket, SO_MEMINFO, WORDS_OF_MEMORY * Integer.BYTES);
        if (wants(INET_DIAG_SKMEMINFO) && memory != null) {
            out.attributeBytes(INET_DIAG_SKMEMINFO, memory);
        }
        if (socket instanceof TcpSocket tcp) {
            if (wants(INET_DIAG_INFO)) {
                out.attributeBytes(INET_DIAG_INFO, TcpInfo.of(tcp));
            }
            if (wants(INET_DIAG_CONG)) {
                out.attributeBytes(INET_DIAG_CONG, CUBIC);
            }
        }
        out.end();
    }
}
