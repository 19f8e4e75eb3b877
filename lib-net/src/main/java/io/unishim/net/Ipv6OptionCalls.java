package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.net.RareOptions.*;

import io.unishim.abi.Capabilities;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Setting options of SOL_IPV6 (man 7 ipv6). */
final class Ipv6OptionCalls {
    private static final int PREFERENCES_SOURCE = 0x7;
    private static final int PREFER_PUBLIC_OR_TEMPORARY = 0x100;
    private static final int PREFER_HOME = 0x400;
    private static final int PREFER_COA = 0x4;
    /** What Linux tells when nothing was preferred. */
    static final int USUAL_PREFERENCES = PREFER_PUBLIC_OR_TEMPORARY | PREFER_HOME;

    private Ipv6OptionCalls() {}

    /** @return whether a NULL of no length is taken for no value */
    static boolean takesNothing(int name) {
        return name == IPV6_DONTFRAG || name == IPV6_AUTOFLOWLABEL || name == IPV6_RECVFRAGSIZE;
    }

    static long set(Task task, InetSocket socket, int name, byte[] bytes) {
        if (GroupOptionCalls.isOfIpv6(name)) {
            return GroupOptionCalls.set(socket, SOL_IPV6, name, bytes);
        }
        int value = InetOptionCalls.number(bytes);
        boolean stream = socket.type() == SOCK_STREAM;
        switch (name) {
            case IPV6_V6ONLY -> {
                if (bytes.length < 4 || socket.binding != null) {
                    return -EINVAL;
                }
                socket.inet.onlyV6 = value != 0;
                return 0;
            }
            case IPV6_TCLASS -> {
                int kept = stream && value > 0 && value <= 255 ? value & 0xfc : value;
                return bytes.length < 4 ? -EINVAL : put(socket, name, kept);
            }
            case IPV6_ADDRFORM -> {
                boolean back = bytes.length >= 4 && value == AF_INET;
                return !back ? -EINVAL : socket.remote() == null ? -ENOTCONN : -ENOPROTOOPT;
            }
            case IPV6_MTU -> {
                return bytes.length < 4 || value != 0 && value < 1280 ? -EINVAL : 0;
            }
            case IPV6_JOIN_ANYCAST, IPV6_LEAVE_ANYCAST -> {
                return bytes.length < 20 ? -EINVAL : name == IPV6_LEAVE_ANYCAST ? -ENOENT : mayAdminister(task);
            }
            case IPV6_ROUTER_ALERT -> {
                return bytes.length < 4 ? -EINVAL : -ENOPROTOOPT; // of raw sockets alone
            }
            case IPV6_FLOWLABEL_MGR -> {
                return bytes.length < 32 ? -EINVAL : -ENOPROTOOPT;
            }
            case IPV6_IPSEC_POLICY, IPV6_XFRM_POLICY -> {
                return mayAdminister(task);
            }
            case IPV6_HOPOPTS, IPV6_RTHDRDSTOPTS, IPV6_DSTOPTS -> {
                boolean may = Credentials.of(task).hasCapability(Capabilities.CAP_NET_RAW);
                return may ? bytes.length == 0 ? 0 : -ENOPROTOOPT : -EPERM;
            }
            case IPV6_RTHDR -> {
                return bytes.length == 0 ? 0 : (bytes.length & 7) != 0 || bytes[0] == 1 ? -EINVAL : -ENOPROTOOPT;
            }
            case IPV6_PKTINFO -> {
                return packetInfo(socket, bytes);
            }
            case IPV6_ADDR_PREFERENCES -> {
                return bytes.length < 4 ? -EINVAL : prefer(socket, value);
            }
            case IPV6_UNICAST_IF -> {
                boolean some = value == 0 || socket.interfaces().numbered(Integer.reverseBytes(value)) != null;
                return bytes.length != 4 ? -EINVAL : some ? put(socket, name, value) : -EADDRNOTAVAIL;
            }
            case IPV6_TRANSPARENT -> {
                return bytes.length < 4 ? -EINVAL : IpOptionCalls.transparent(task, socket, SOL_IPV6, name, value);
            }
            default -> {
                boolean known = OptionRange.of(SOL_IPV6, name, stream) != null;
                boolean empty = bytes.length < 4 && known && !takesNothing(name);
                return empty ? -EINVAL : put(socket, name, value);
            }
        }
    }

    /** @return why a policy of IPsec or an anycast address is not had here */
    private static long mayAdminister(Task task) {
        return Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN) ? -ENOPROTOOPT : -EPERM;
    }

    /** By which address and interface datagrams leave if their control messages say nothing. */
    private static long packetInfo(InetSocket socket, byte[] bytes) {
        if (bytes.length < 20) {
            return -EINVAL;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Ip source = new Ip(in.getLong(0), in.getLong(8));
        int index = in.order(ByteOrder.LITTLE_ENDIAN).getInt(16);
        if (index != 0 && socket.interfaces().numbered(index) == null) {
            return -ENODEV;
        }
        socket.inet.source6 = source.isAny() ? null : source;
        return 0;
    }

    /** As Linux: of each of three pairs at most one; what was not said keeps its default. */
    private static long prefer(InetSocket socket, int value) {
        int source = value & (PREFERENCES_SOURCE & ~PREFER_COA | PREFER_PUBLIC_OR_TEMPORARY);
        int home = value & (PREFER_COA | PREFER_HOME);
        boolean contradictory = Integer.bitCount(source) > 1 || Integer.bitCount(home) > 1;
        if (contradictory || Integer.bitCount(value & 0x808) > 1) {
            return -EINVAL;
        }
        int told = (source == 0 || source == PREFER_PUBLIC_OR_TEMPORARY ? PREFER_PUBLIC_OR_TEMPORARY : source)
                | (home == 0 ? PREFER_HOME : home);
        socket.inet.put(SOL_IPV6, IPV6_ADDR_PREFERENCES, told);
        return 0;
    }

    private static long put(InetSocket socket, int name, int value) {
        return InetOptionCalls.put(socket, SOL_IPV6, name, value);
    }
}
