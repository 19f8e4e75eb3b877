package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.abi.UdpOptions.*;
import static io.unishim.net.RareOptions.*;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options that the host's socket behind a shim's has too: what tunes it, and how its packets are marked. */
final class HostTuning {
    private static final int[] OF_SOCKETS = {
        SO_KEEPALIVE, SO_OOBINLINE, SO_RCVLOWAT, SO_SNDBUF, SO_RCVBUF, SO_PRIORITY, SO_MAX_PACING_RATE
    };

    /** As much as a struct tcp_info of a kernel to come. */
    private static final int ROOM = 512;

    /** What anybody may say (man 7 socket, SO_PRIORITY). */
    private static final int MOST_PRIORITY = 6;

    private HostTuning() {}

    private static boolean passes(int level, int name) {
        return switch (level) {
            case SOL_SOCKET ->
                switch (name) {
                    case SO_KEEPALIVE,
                            SO_OOBINLINE,
                            SO_RCVLOWAT,
                            SO_SNDBUF,
                            SO_RCVBUF,
                            SO_PRIORITY,
                            SO_MAX_PACING_RATE -> true;
                    default -> false;
                };
            case SOL_IP -> name == IP_TTL || name == IP_TOS || name == IP_MTU_DISCOVER || name == IP_MINTTL;
            case SOL_IPV6 ->
                switch (name) {
                    case IPV6_UNICAST_HOPS, IPV6_TCLASS, IPV6_DONTFRAG, IPV6_MTU_DISCOVER, IPV6_MINHOPCOUNT -> true;
                    default -> false;
                };
            case SOL_UDP -> name == UDP_SEGMENT;
            case SOL_TCP -> name != TCP_FASTOPEN && name != TCP_INQ;
            default -> false;
        };
    }

    /** An option was set: the host's sockets that there are get it too. */
    static void tell(InetSocket socket, int level, int name) {
        if (passes(level, name)) {
            for (HostLink each : socket.linksMade()) {
                long unused = each.with(fd -> pass(socket, fd, level, name));
            }
        }
    }

    /** A new socket of the host gets what was set before there was one. */
    static void tellAll(InetSocket socket, int fd) {
        for (int name : OF_SOCKETS) {
            long unused = pass(socket, fd, SOL_SOCKET, name);
        }
        for (Map.Entry<Long, Integer> each : socket.inet.all()) {
            int level = (int) (each.getKey() >>> 32);
            int name = each.getKey().intValue();
            if (passes(level, name)) {
                long unused = HostSocketCalls.setOption(fd, level, name, OptionCalls.ints(each.getValue()));
            }
        }
    }

    /** What the host does not take is not told: the program's own value was good. */
    private static long pass(InetSocket socket, int fd, int level, int name) {
        Integer value = level == SOL_SOCKET ? ofSocket(socket.options(), name) : socket.inet.get(level, name);
        return value == null ? 0 : HostSocketCalls.setOption(fd, level, name, OptionCalls.ints(value));
    }

    /** @return what a kernel is to be told, or null if nothing was said */
    private static @Nullable Integer ofSocket(SocketOptions options, int name) {
        return switch (name) {
            case SO_KEEPALIVE -> options.keepAlive ? 1 : 0;
            case SO_OOBINLINE -> options.outOfBandInline ? 1 : 0;
            case SO_RCVLOWAT -> options.receiveLowMark;
            // It doubles what it is told.
            case SO_SNDBUF -> options.sendBufferSet ? Integer.valueOf(options.sendBuffer / 2) : null;
            case SO_RCVBUF -> options.receiveBufferSet ? Integer.valueOf(options.receiveBuffer / 2) : null;
            case SO_PRIORITY -> options.priority > 0 && options.priority <= MOST_PRIORITY ? options.priority : null;
            case SO_MAX_PACING_RATE ->
                options.pacingRate < 0 ? null : Integer.valueOf((int) Math.min(options.pacingRate, 0xffff_ffffL));
            default -> null;
        };
    }

    /** @return what only the host knows of a connection over its network; null if it is none, or ours to tell */
    static byte @Nullable [] known(InetSocket socket, int level, int name) {
        boolean asked = level == SOL_TCP && (name == TCP_INFO || name == TCP_MAXSEG)
                || level == SOL_IP && name == IP_MTU
                || level == SOL_IPV6 && name == IPV6_MTU;
        HostSide side = asked && socket instanceof TcpSocket tcp ? tcp.overHost() : null;
        byte[][] value = new byte[1][];
        long unused = side == null
                ? 0
                : side.with(fd -> {
                    value[0] = HostSocketCalls.option(fd, level, name, ROOM);
                    return 0;
                });
        return value[0];
    }

    /** @return the state of a connection at the host, as TCP_INFO tells it */
    static int state(int fd) {
        byte[] info = HostSocketCalls.option(fd, SOL_TCP, TCP_INFO, 1);
        return info == null ? TcpState.CLOSE : info[0];
    }
}
