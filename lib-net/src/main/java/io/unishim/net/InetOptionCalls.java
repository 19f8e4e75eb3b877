package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.net.RareOptions.*;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options of the levels IP, IPv6, TCP and UDP (man 7 ip, ipv6, tcp, udp). */
final class InetOptionCalls {
    /** The longest packet of version 4, which the loopback interface could exceed. */
    private static final int MTU4 = 65_535;

    private static final byte[] CONGESTION = Arrays.copyOf("cubic".getBytes(StandardCharsets.US_ASCII), 16);

    private static final byte[] NOTHING = {};

    private InetOptionCalls() {}

    // Setting.

    static long set(Task task, InetSocket socket, int level, int name, UserBuffer value) {
        if (!hasLevel(socket, level)) {
            return -ENOPROTOOPT;
        }
        // As Linux: version 6 takes NULL for 0.
        boolean none = level == SOL_IPV6 && value.addressIn(task.memory()) == 0;
        if (none && (value.length() >= 4 || Ipv6OptionCalls.takesNothing(name))) {
            return Ipv6OptionCalls.set(task, socket, name, new byte[4]);
        }
        if (level == SOL_IP && !IpOptionCalls.knows(name, socket.type() == SOCK_STREAM)) {
            return -ENOPROTOOPT;
        }
        int length = (int) Math.min(value.length(), 512);
        long wrong = level == SOL_IP ? IpOptionCalls.check(task, socket, name, length) : 0;
        if (wrong != 0) {
            return wrong;
        }
        byte[] bytes = new byte[length];
        int got = length == 0 ? 0 : value.get(0, bytes, 0, length);
        boolean named = level == SOL_TCP && (name == TCP_CONGESTION || name == TCP_ULP);
        if (got != length && !(named && endsWithin(bytes, got))) {
            throw MemoryFault.FAULT;
        }
        if (level == SOL_IP) {
            return IpOptionCalls.set(task, socket, name, bytes);
        }
        if (level == SOL_IPV6) {
            return Ipv6OptionCalls.set(task, socket, name, bytes);
        }
        if (socket instanceof TcpSocket tcp) {
            return TcpOptionCalls.set(tcp, name, bytes);
        }
        return bytes.length < 4 ? -EINVAL : put(socket, level, name, number(bytes));
    }

    /** @return whether a string ends before what could be read does */
    private static boolean endsWithin(byte[] bytes, int got) {
        for (int i = 0; i < got; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLevel(InetSocket socket, int level) {
        return level == SOL_IP
                || level == SOL_IPV6 && socket.isV6()
                || level == SOL_TCP && socket.type() == SOCK_STREAM
                || (level == SOL_UDP || level == IPPROTO_UDPLITE) && socket.protocol() == level;
    }

    static int number(byte[] bytes) {
        return bytes.length >= 4
                ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
                : 0;
    }

    static long put(InetSocket socket, int level, int name, int value) {
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
        HostTuning.tell(socket, level, name);
        return 0;
    }

    // Reading.

    static long get(Task task, InetSocket socket, int level, int name, long where, UserInt length) {
        if (!hasLevel(socket, level)) {
            return socket.isV6() ? -ENOPROTOOPT : -EOPNOTSUPP;
        }
        int room = length.get();
        if (room < 0 && level == SOL_IPV6) {
            room = Integer.MAX_VALUE; // as Linux, which takes it for unsigned there
        } else if (room < 0) {
            return -EINVAL;
        }
        long refused = refusal(socket, level, name, room);
        if (refused != 0) {
            return refused;
        }
        byte[] ofHost = HostTuning.known(socket, level, name);
        byte[] special = ofHost != null ? ofHost : special(socket, level, name);
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
        return TcpInfo.mtu(socket, other != null && other.ip().isV4() ? MTU4 : Interface.LOOPBACK.mtu());
    }

    /** @return why an option cannot be read now, or 0 */
    private static long refusal(InetSocket socket, int level, int name, int room) {
        boolean connected = socket.remote() != null && socket.peerName() != null;
        if (level == SOL_IP) {
            return name == IP_MSFILTER || name == MCAST_MSFILTER ? -EINVAL : 0;
        }
        if (level == SOL_TCP) {
            return switch (name) {
                case TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, TCP_REPAIR_WINDOW -> -EINVAL;
                default -> 0;
            };
        }
        return switch (level == SOL_IPV6 ? name : -1) {
            case IPV6_ADDRFORM -> connected ? 0 : -ENOTCONN;
            case IPV6_FLOWLABEL_MGR -> -EINVAL; // there are no flow labels
            case MCAST_MSFILTER -> -EINVAL;
            case IPV6_PATHMTU -> room < 32 ? -EINVAL : connected ? 0 : -ENOTCONN;
            default -> 0;
        };
    }

    private static byte @Nullable [] special(InetSocket socket, int level, int name) {
        if (level == SOL_TCP && socket instanceof TcpSocket tcp) {
            return switch (name) {
                case TCP_CONGESTION -> CONGESTION;
                case TCP_INFO -> TcpInfo.of(tcp);
                case TCP_ULP -> NOTHING;
                default -> null;
            };
        }
        if (level == SOL_IPV6) {
            return switch (name) {
                case IPV6_HOPOPTS, IPV6_RTHDRDSTOPTS, IPV6_RTHDR, IPV6_DSTOPTS -> NOTHING;
                case IPV6_PATHMTU -> pathMtu(socket);
                default -> null;
            };
        }
        return switch (level == SOL_IP ? name : -1) {
            case IP_OPTIONS -> NOTHING;
            case IP_PKTOPTIONS -> socket.type() == SOCK_STREAM ? NOTHING : null;
            case IP_MULTICAST_IF -> OptionCalls.ints(Integer.reverseBytes(socket.inet.speakerIp.v4()));
            default -> null;
        };
    }

    /** @return a struct ip6_mtuinfo. @param socket that is connected */
    private static byte[] pathMtu(InetSocket socket) {
        byte[] peer = Objects.requireNonNull(socket.peerName());
        byte[] out = Arrays.copyOf(peer, 32);
        System.arraycopy(OptionCalls.ints(mtu(socket)), 0, out, 28, 4);
        return out;
    }

    /** @return an option that is not only what was set, or null */
    private static @Nullable Integer told(InetSocket socket, int level, int name) {
        if (level == SOL_IP) {
            Endpoint own = socket.local;
            return switch (name) {
                case IP_HDRINCL, IP_ROUTER_ALERT, IP_NODEFRAG -> 0;
                case IP_MULTICAST_TTL -> socket.inet.get(level, name, 1);
                // As Linux: for other sockets than raw ones it is the port.
                case IP_PROTOCOL -> own == null ? 0 : own.port();
                case IP_MULTICAST_ALL -> socket.inet.get(level, name, socket.isV6() ? 0 : 1);
                default -> null;
            };
        }
        if (level == SOL_IPV6) {
            return switch (name) {
                case IPV6_V6ONLY -> socket.onlyV6() ? 1 : 0;
                case IPV6_ADDRFORM -> socket.domain();
                case IPV6_ROUTER_ALERT -> 0;
                case IPV6_MULTICAST_IF -> socket.inet.speaker6;
                case IPV6_MULTICAST_HOPS -> socket.inet.get(level, name, 1);
                case IPV6_ADDR_PREFERENCES -> socket.inet.get(level, name, Ipv6OptionCalls.USUAL_PREFERENCES);
                default -> null;
            };
        }
        if (level == SOL_TCP && socket instanceof TcpSocket tcp) {
            return switch (name) {
                case TCP_MAXSEG -> tcp.peerName() != null ? Integer.valueOf(TcpInfo.segment(tcp)) : null;
                case TCP_SYNCNT -> tcp.connecting.synRetries();
                case TCP_REPAIR, TCP_IS_MPTCP, TCP_THIN_DUPACK -> 0;
                // The clock of the time stamps in segments, milliseconds.
                case TCP_TIMESTAMP -> (int) (tcp.stack.time().monotonicNanos() / 1_000_000);
                default -> null;
            };
        }
        return null;
    }

    private static @Nullable Integer value(InetSocket socket, int level, int name) {
        Integer told = told(socket, level, name);
        Integer set = told != null ? told : socket.inet.get(level, name);
        if (set != null) {
            return set;
        }
        OptionRange range = OptionRange.of(level, name, socket.type() == SOCK_STREAM);
        return range == null ? null : Integer.valueOf(range.usual());
    }
}
