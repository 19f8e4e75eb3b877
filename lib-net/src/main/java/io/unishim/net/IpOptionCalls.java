package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.net.RareOptions.*;

import io.unishim.abi.Capabilities;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** Setting options of SOL_IP (man 7 ip). */
final class IpOptionCalls {
    private IpOptionCalls() {}

    static boolean knows(int name, boolean stream) {
        return switch (name) {
            case IP_MULTICAST_TTL,
                    IP_ROUTER_ALERT,
                    IP_IPSEC_POLICY,
                    IP_XFRM_POLICY,
                    IP_OPTIONS,
                    IP_HDRINCL,
                    IP_NODEFRAG -> true;
            default -> GroupOptionCalls.isOfIp(name) || OptionRange.of(SOL_IP, name, stream) != null;
        };
    }

    /** @return what is wrong before the value is looked at, or 0 */
    static long check(Task task, InetSocket socket, int name, int length) {
        if (name == IP_IPSEC_POLICY || name == IP_XFRM_POLICY) {
            return mayAdminister(task) ? -ENOPROTOOPT : -EPERM;
        }
        return GroupOptionCalls.isOfIp(name) ? GroupOptionCalls.check(socket, SOL_IP, name, length) : 0;
    }

    static long set(Task task, InetSocket socket, int name, byte[] bytes) {
        if (GroupOptionCalls.isOfIp(name)) {
            return GroupOptionCalls.set(socket, SOL_IP, name, bytes);
        }
        // As Linux: a byte does for an int here.
        int value = bytes.length >= 4 ? InetOptionCalls.number(bytes) : bytes.length > 0 ? bytes[0] & 0xff : 0;
        boolean stream = socket.type() == SOCK_STREAM;
        switch (name) {
            case IP_FREEBIND, IP_MINTTL, IP_MULTICAST_TTL, IP_MULTICAST_LOOP, IP_MULTICAST_ALL -> {
                boolean impossible = bytes.length == 0 || name == IP_MULTICAST_TTL && stream;
                return impossible ? -EINVAL : put(socket, name, value);
            }
            case IP_TTL -> {
                return value == 0 ? -EINVAL : put(socket, name, value);
            }
            case IP_TOS -> {
                // As Linux: TCP keeps the two bits of explicit congestion notification for itself.
                int kept = value & (stream ? 0xfc : 0xff);
                socket.options().priority = DatagramControls.priority(kept);
                return put(socket, name, kept);
            }
            case IP_OPTIONS -> {
                return bytes.length > 40 ? -EINVAL : bytes.length == 0 ? 0 : -ENOPROTOOPT;
            }
            case IP_RECVFRAGSIZE -> {
                return stream ? -EINVAL : put(socket, name, value);
            }
            case IP_ROUTER_ALERT -> {
                return -EINVAL; // of raw sockets alone
            }
            case IP_UNICAST_IF -> {
                boolean some = value == 0 || socket.interfaces().numbered(Integer.reverseBytes(value)) != null;
                return bytes.length != 4 ? -EINVAL : some ? put(socket, name, value) : -EADDRNOTAVAIL;
            }
            case IP_LOCAL_PORT_RANGE -> {
                int first = value & 0xffff;
                int last = value >>> 16;
                boolean backwards = first != 0 && last != 0 && first > last;
                return bytes.length != 4 || backwards ? -EINVAL : put(socket, name, value);
            }
            case IP_TRANSPARENT -> {
                return bytes.length == 0 ? -EINVAL : transparent(task, socket, SOL_IP, name, value);
            }
            default -> {
                return put(socket, name, value);
            }
        }
    }

    private static boolean mayAdminister(Task task) {
        return Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN);
    }

    static long transparent(Task task, InetSocket socket, int level, int name, int value) {
        boolean may = mayAdminister(task) || Credentials.of(task).hasCapability(Capabilities.CAP_NET_RAW);
        return value != 0 && !may ? -EPERM : InetOptionCalls.put(socket, level, name, value);
    }

    private static long put(InetSocket socket, int name, int value) {
        return InetOptionCalls.put(socket, SOL_IP, name, value);
    }
}
