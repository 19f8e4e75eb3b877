package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.EPROTO;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.net.RareOptions.IP_MSFILTER;
import static io.unishim.net.RareOptions.MCAST_MSFILTER;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Options about multicast groups: membership, sources, and by which interface a socket speaks (man 7 ip, ipv6). */
final class GroupOptionCalls {
    private static final int GROUP_REQ = 136;
    private static final int GROUP_SOURCE_REQ = 264;

    private GroupOptionCalls() {}

    static boolean isOfIp(int name) {
        return switch (name) {
            case IP_MULTICAST_IF,
                    IP_ADD_MEMBERSHIP,
                    IP_DROP_MEMBERSHIP,
                    IP_UNBLOCK_SOURCE,
                    IP_BLOCK_SOURCE,
                    IP_ADD_SOURCE_MEMBERSHIP,
                    IP_DROP_SOURCE_MEMBERSHIP,
                    IP_MSFILTER -> true;
            default -> isOfBoth(name);
        };
    }

    static boolean isOfIpv6(int name) {
        return switch (name) {
            case IPV6_MULTICAST_IF, IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP -> true;
            default -> isOfBoth(name);
        };
    }

    private static boolean isOfBoth(int name) {
        return name >= MCAST_JOIN_GROUP && name <= MCAST_MSFILTER;
    }

    /** @return what is wrong with a value of such a length, or 0 */
    static long check(InetSocket socket, int level, int name, int length) {
        boolean stream = !(socket instanceof UdpSocket);
        if (isOfBoth(name)) {
            boolean one = name == MCAST_JOIN_GROUP || name == MCAST_LEAVE_GROUP;
            boolean filter = name == MCAST_MSFILTER;
            boolean fits = filter ? length >= 144 : one ? length >= GROUP_REQ : length == GROUP_SOURCE_REQ;
            return fits ? 0 : -EINVAL;
        }
        if (level == SOL_IPV6) {
            boolean speaks = name == IPV6_MULTICAST_IF;
            return speaks && stream
                    ? -ENOPROTOOPT
                    : length < (speaks ? 4 : 20) ? -EINVAL : stream && !speaks ? -EPROTO : 0;
        }
        return switch (name) {
            case IP_MULTICAST_IF -> stream || length < 4 ? -EINVAL : 0;
            case IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP -> stream ? -EPROTO : length < 8 ? -EINVAL : 0;
            case IP_MSFILTER -> length < 16 ? -EINVAL : 0;
            default -> length != 12 ? -EINVAL : 0;
        };
    }

    static long set(InetSocket socket, int level, int name, byte[] bytes) {
        long wrong = check(socket, level, name, bytes.length);
        if (wrong != 0) {
            return wrong;
        }
        socket.stack.lock().lock();
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (isOfBoth(name)) {
                return either(socket, name, bytes, in);
            }
            return level == SOL_IP ? four(socket, name, bytes, in) : six(socket, name, bytes, in);
        } finally {
            socket.stack.lock().unlock();
        }
    }

    private static Ip v4(ByteBuffer in, int at) {
        return Ip.v4(Integer.reverseBytes(in.getInt(at)));
    }

    private static @Nullable Memberships of(InetSocket socket) {
        return socket instanceof UdpSocket udp ? udp.memberships : null;
    }

    private static long four(InetSocket socket, int name, byte[] bytes, ByteBuffer in) {
        Memberships all = of(socket);
        switch (name) {
            case IP_MULTICAST_IF -> {
                return speakBy(socket, bytes, in);
            }
            case IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP -> {
                if (all == null) {
                    return -EPROTO; // as Linux: no group is for connections
                }
                int index = named(socket, bytes, in, 4);
                Ip group = v4(in, 0);
                boolean joins = name == IP_ADD_MEMBERSHIP;
                if (index < 0) {
                    return !joins ? -EADDRNOTAVAIL : group.isMulticast() ? -ENODEV : -EINVAL;
                }
                return joins ? all.join(group, index) : all.leave(group, index);
            }
            case IP_MSFILTER -> {
                return v4(in, 0).isMulticast() ? -ENOPROTOOPT : -EINVAL;
            }
            default -> {
                if (!v4(in, 0).isMulticast()) {
                    return -EINVAL;
                }
                if (all == null) {
                    return -EPROTO;
                }
                Ip near = v4(in, 4);
                int index = near.isAny() ? 0 : index(socket, near);
                boolean add = name == IP_ADD_SOURCE_MEMBERSHIP || name == IP_BLOCK_SOURCE;
                boolean only = name == IP_ADD_SOURCE_MEMBERSHIP || name == IP_DROP_SOURCE_MEMBERSHIP;
                Ip group = v4(in, 0);
                return index < 0 ? -ENODEV : all.source(group, index, v4(in, 8), only, add);
            }
        }
    }

    /** @return the index of the interface in a struct ip_mreq or ip_mreqn, 0 for any, -1 for one that there is not */
    private static int named(InetSocket socket, byte[] bytes, ByteBuffer in, int at) {
        int index = bytes.length >= at + 8 ? in.getInt(at + 4) : 0;
        if (index != 0) {
            return socket.interfaces().numbered(index) == null ? -1 : index;
        }
        Ip near = v4(in, at);
        return near.isAny() ? 0 : index(socket, near);
    }

    private static int index(InetSocket socket, Ip near) {
        Interface owner =
                near.isLoopback() ? Interface.LOOPBACK : socket.interfaces().owner(near);
        return owner == null ? -1 : owner.index();
    }

    /** IP_MULTICAST_IF: an address, a struct ip_mreq or a struct ip_mreqn. */
    private static long speakBy(InetSocket socket, byte[] bytes, ByteBuffer in) {
        Ip near = bytes.length >= 8 ? v4(in, 4) : v4(in, 0);
        int index = bytes.length >= 12 ? in.getInt(8) : 0;
        if (index == 0 && near.isAny()) {
            socket.inet.speaks(0, Ip.ANY4);
            return 0;
        }
        if (index == 0) {
            index = index(socket, near);
        }
        if (socket.interfaces().numbered(index) == null) {
            return -EADDRNOTAVAIL;
        }
        socket.inet.speaks(index, near);
        return 0;
    }

    private static long six(InetSocket socket, int name, byte[] bytes, ByteBuffer in) {
        Memberships all = of(socket);
        if (name == IPV6_MULTICAST_IF) {
            int index = in.getInt(0);
            if (index != 0 && socket.interfaces().numbered(index) == null) {
                return -ENODEV;
            }
            socket.inet.speaker6 = index;
            return 0;
        }
        if (all == null) {
            return -EPROTO;
        }
        ByteBuffer big = ByteBuffer.wrap(bytes);
        Ip group = new Ip(big.getLong(0), big.getLong(8));
        return group.isV4()
                ? -EINVAL
                : name == IPV6_JOIN_GROUP ? all.join(group, in.getInt(16)) : all.leave(group, in.getInt(16));
    }

    /** The requests of RFC 3678, of both versions: an index, and one or two whole addresses. */
    private static long either(InetSocket socket, int name, byte[] bytes, ByteBuffer in) {
        Memberships all = of(socket);
        boolean one = name == MCAST_JOIN_GROUP || name == MCAST_LEAVE_GROUP;
        if (name == MCAST_MSFILTER) {
            return -ENOPROTOOPT;
        }
        Ip group = address(bytes, 8);
        Ip source = one ? null : address(bytes, 136);
        if (group == null || !one && source == null) {
            return -EADDRNOTAVAIL;
        }
        if (all == null) {
            return group.isMulticast() ? 0 : -EINVAL; // as Linux: nothing is ever said to a connection in a group
        }
        int index = in.getInt(0);
        if (source == null) {
            return name == MCAST_JOIN_GROUP ? all.join(group, index) : all.leave(group, index);
        }
        boolean add = name == MCAST_JOIN_SOURCE_GROUP || name == MCAST_BLOCK_SOURCE;
        boolean only = name == MCAST_JOIN_SOURCE_GROUP || name == MCAST_LEAVE_SOURCE_GROUP;
        return all.source(group, index, source, only, add);
    }

    private static @Nullable Ip address(byte[] bytes, int at) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return switch (bytes[at]) {
            case AF_INET -> Ip.v4(in.getInt(at + 4));
            case AF_INET6 -> new Ip(in.getLong(at + 8), in.getLong(at + 16));
            default -> null;
        };
    }
}
