package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Socket.*;

import io.unishim.abi.Capabilities;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Options of the levels IP, IPv6, TCP and UDP (man 7 ip, ipv6, tcp, udp). */
final class InetOptionCalls {
    /** The longest packet of version 4, which the loopback interface could exceed. */
    private static final int MTU4 = 65_535;

    private static final byte[] CONGESTION = Arrays.copyOf("cubic".getBytes(StandardCharsets.US_ASCII), 16);

    private InetOptionCalls() {}

    // Setting.

    static long set(Task task, InetSocket socket, int level, int name, UserBuffer value) {
        if (!hasLevel(socket, level)) {
            return -ENOPROTOOPT;
        }
        // As Linux: version 6 takes NULL for 0.
        boolean none = level == SOL_IPV6 && value.addressIn(task.memory()) == 0;
        if (none && value.length() >= 4) {
            return setIpv6(socket, name, new byte[4]);
        }
        if (level == SOL_IP && !knownOfIp(name, socket.type() == SOCK_STREAM)) {
            return -ENOPROTOOPT;
        }
        byte[] bytes = new byte[(int) Math.min(value.length(), 256)];
        if (bytes.length > 0 && value.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        if (level == SOL_IP) {
            return setIp(task, socket, name, bytes);
        }
        if (level == SOL_IPV6) {
            return setIpv6(socket, name, bytes);
        }
        if (socket instanceof TcpSocket tcp) {
            return setTcp(tcp, name, bytes);
        }
        return bytes.length < 4 ? -EINVAL : put(socket, level, name, number(bytes));
    }

    private static boolean hasLevel(InetSocket socket, int level) {
        return level == SOL_IP
                || level == SOL_IPV6 && socket.isV6()
                || level == SOL_TCP && socket.type() == SOCK_STREAM
                || (level == SOL_UDP || level == IPPROTO_UDPLITE) && socket.protocol() == level;
    }

    private static boolean knownOfIp(int name, boolean stream) {
        return switch (name) {
            case IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_MULTICAST_IF, IP_MULTICAST_TTL -> true;
            default -> OptionRange.of(SOL_IP, name, stream) != null;
        };
    }

    private static int number(byte[] bytes) {
        return bytes.length >= 4
                ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
                : 0;
    }

    private static long setIp(Task task, InetSocket socket, int name, byte[] bytes) {
        // As Linux: a byte does for an int here.
        int value = bytes.length >= 4 ? number(bytes) : bytes.length > 0 ? bytes[0] & 0xff : 0;
        switch (name) {
            case IP_FREEBIND, IP_MINTTL, IP_MULTICAST_TTL, IP_MULTICAST_LOOP, IP_MULTICAST_ALL -> {
                boolean impossible = bytes.length == 0 || name == IP_MULTICAST_TTL && socket.type() == SOCK_STREAM;
                return impossible ? -EINVAL : put(socket, SOL_IP, name, value);
            }
            case IP_TTL -> {
                return value == 0 ? -EINVAL : put(socket, SOL_IP, name, value);
            }
            case IP_TOS -> {
                // As Linux: TCP keeps the two bits of explicit congestion notification for itself.
                return put(socket, SOL_IP, name, value & (socket.type() == SOCK_STREAM ? 0xfc : 0xff));
            }
            case IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP -> {
                return bytes.length < 8 ? -EINVAL : membership(socket, name == IP_ADD_MEMBERSHIP, Ip.v4(group(bytes)));
            }
            case IP_MULTICAST_IF -> {
                return socket.type() == SOCK_STREAM || bytes.length < 4 ? -EINVAL : 0;
            }
            case IP_TRANSPARENT -> {
                Credentials who = Credentials.of(task);
                boolean may =
                        who.hasCapability(Capabilities.CAP_NET_ADMIN) || who.hasCapability(Capabilities.CAP_NET_RAW);
                return value != 0 && !may ? -EPERM : put(socket, SOL_IP, name, value);
            }
            default -> {
                return put(socket, SOL_IP, name, value);
            }
        }
    }

    private static int group(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** There is no interface on which multicasts go anywhere. */
    private static long membership(InetSocket socket, boolean join, Ip group) {
        return socket.type() == SOCK_STREAM || !group.isMulticast() ? -EINVAL : join ? -ENODEV : -EADDRNOTAVAIL;
    }

    private static long setIpv6(InetSocket socket, int name, byte[] bytes) {
        int value = number(bytes);
        switch (name) {
            case IPV6_V6ONLY -> {
                if (bytes.length < 4 || socket.binding != null) {
                    return -EINVAL;
                }
                socket.inet.onlyV6 = value != 0;
                return 0;
            }
            case IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP -> {
                if (bytes.length < 20) {
                    return -EINVAL;
                }
                ByteBuffer in = ByteBuffer.wrap(bytes);
                return membership(socket, name == IPV6_JOIN_GROUP, new Ip(in.getLong(0), in.getLong(8)));
            }
            case IPV6_TCLASS -> {
                int kept = socket.type() == SOCK_STREAM && value > 0 && value <= 255 ? value & 0xfc : value;
                return bytes.length < 4 ? -EINVAL : put(socket, SOL_IPV6, name, kept);
            }
            default -> {
                boolean known = OptionRange.of(SOL_IPV6, name, socket.type() == SOCK_STREAM) != null;
                boolean empty = bytes.length < 4 && known && name != IPV6_DONTFRAG;
                return empty ? -EINVAL : put(socket, SOL_IPV6, name, value);
            }
        }
    }

    private static long setTcp(TcpSocket socket, int name, byte[] bytes) {
        if (name == TCP_CONGESTION) {
            String wanted = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", 2)[0];
            return bytes.length == 0 ? -EINVAL : wanted.equals("cubic") || wanted.equals("reno") ? 0 : -ENOENT;
        }
        if (name == TCP_ULP) {
            return bytes.length == 0 ? -EINVAL : -ENOENT;
        }
        if (bytes.length < 4) {
            return -EINVAL;
        }
        int value = number(bytes);
        switch (name) {
            case TCP_REPAIR -> {
                return -EPERM;
            }
            case TCP_DEFER_ACCEPT -> {
                return put(socket, SOL_TCP, name, deferred(value));
            }
            case TCP_LINGER2 -> {
                int seconds = value == 0 ? 60 : Math.min(value, 120);
                return put(socket, SOL_TCP, name, Math.max(seconds, -1));
            }
            case TCP_WINDOW_CLAMP -> {
                boolean unset = value == 0;
                return unset && socket.state != TcpState.CLOSE
                        ? -EINVAL
                        : put(socket, SOL_TCP, name, unset ? 0 : Math.max(value, 1152));
            }
            case TCP_MAXSEG -> {
                return put(socket, SOL_TCP, name, value == 0 ? 536 : value);
            }
            case TCP_FASTOPEN -> {
                boolean early = socket.state == TcpState.CLOSE || socket.state == TcpState.LISTEN;
                return value < 0 || !early ? -EINVAL : put(socket, SOL_TCP, name, value);
            }
            default -> {
                return put(socket, SOL_TCP, name, value);
            }
        }
    }

    /** As Linux: seconds become a number of retransmissions, and those seconds again. */
    private static int deferred(int seconds) {
        if (seconds <= 0) {
            return 0;
        }
        int period = 1;
        int timeout = 1;
        for (int count = 1; seconds > period && count < 255; count++) {
            timeout = Math.min(timeout * 2, 120);
            period += timeout;
        }
        return period;
    }

    private static long put(InetSocket socket, int level, int name, int value) {
        OptionRange range = OptionRange.of(level, name, socket.type() == SOCK_STREAM);
        if (range == null) {
            return -ENOPROTOOPT;
        }
        if (!range.takes(value)) {
            return -EINVAL;
        }
        int kept = range.kept(value);
        socket.inet.put(level, name, kept);
        socket.inet.apply(level, name, kept);
        if (level == SOL_TCP && socket instanceof TcpSocket tcp) {
            tcp.tellHost(level, name, kept);
        }
        return 0;
    }

    // Reading.

    static long get(Task task, InetSocket socket, int level, int name, long where, UserInt length) {
        if (!hasLevel(socket, level)) {
            return socket.isV6() ? -ENOPROTOOPT : -EOPNOTSUPP;
        }
        int room = length.get();
        if (room < 0 && level == SOL_IPV6) {
            room = 4; // as Linux, which takes it for unsigned there
        } else if (room < 0) {
            return -EINVAL;
        }
        byte[] special = special(socket, level, name);
        if (special != null) {
            return write(task, where, length, special, room);
        }
        boolean mtu = level == SOL_IP && name == IP_MTU || level == SOL_IPV6 && name == IPV6_MTU;
        if (mtu && (socket.remote() == null || socket.peerName() == null)) {
            return -ENOTCONN;
        }
        Integer value = mtu ? Integer.valueOf(mtu(socket)) : value(socket, level, name);
        if (value == null) {
            return -ENOPROTOOPT;
        }
        // As Linux: at the level of IP, less room than for an int gets a byte.
        boolean aByte = level == SOL_IP && room > 0 && room < 4 && value >= 0 && value <= 255;
        byte[] bytes = OptionCalls.ints(value);
        return write(task, where, length, bytes, aByte ? 1 : room);
    }

    private static long write(Task task, long where, UserInt length, byte[] value, int room) {
        int count = Math.min(room, value.length);
        if (task.memory().write(where, value, 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        length.set(count);
        return 0;
    }

    private static int mtu(InetSocket socket) {
        Endpoint other = socket.remote();
        return other != null && other.ip().isV4() ? MTU4 : Interface.LOOPBACK.mtu();
    }

    private static byte @Nullable [] special(InetSocket socket, int level, int name) {
        if (level == SOL_TCP && socket instanceof TcpSocket tcp) {
            return switch (name) {
                case TCP_CONGESTION -> CONGESTION;
                case TCP_INFO -> TcpInfo.of(tcp);
                default -> null;
            };
        }
        return level == SOL_IP && name == IP_OPTIONS ? new byte[0] : null;
    }

    private static @Nullable Integer value(InetSocket socket, int level, int name) {
        if (level == SOL_IPV6 && name == IPV6_V6ONLY) {
            return socket.onlyV6() ? 1 : 0;
        }
        if (level == SOL_TCP && name == TCP_MAXSEG && socket instanceof TcpSocket tcp && tcp.peerName() != null) {
            return TcpInfo.SEGMENT;
        }
        Integer set = socket.inet.get(level, name);
        if (set != null) {
            return set;
        }
        OptionRange range = OptionRange.of(level, name, socket.type() == SOCK_STREAM);
        return range == null ? null : range.usual();
    }
}
