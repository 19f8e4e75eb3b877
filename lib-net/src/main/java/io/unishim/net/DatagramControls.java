package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.UdpOptions.*;
import static io.unishim.net.RareOptions.*;

import io.unishim.abi.Capabilities;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Control messages with which a sender says how one datagram is to go (man 7 ip, ipv6, udp). Other levels are ignored. */
final class DatagramControls {
    private static final int HEADER = 16;

    private DatagramControls() {}

    /** @param four whether the datagram goes by version 4. @return 0, or why it cannot go so */
    static long read(InetSocket socket, boolean four, ByteBuffer in, int at, int size, Outgoing out) {
        if (socket.type() == SOCK_STREAM) {
            return 0;
        }
        int level = in.getInt(at + 8);
        int kind = in.getInt(at + 12);
        int length = size - HEADER;
        if (level == SOL_UDP && socket.protocol() == IPPROTO_UDP) {
            if (kind != UDP_SEGMENT || length != 2) {
                return -EINVAL;
            }
            out.segment = in.getChar(at + HEADER);
            return 0;
        }
        if (level == SOL_IP && four) {
            return ofIp(kind, length, in, at + HEADER, out);
        }
        return level == SOL_IPV6 && !four ? ofIpv6(kind, length, in, at + HEADER, out) : 0;
    }

    private static long ofIp(int kind, int length, ByteBuffer in, int data, Outgoing out) {
        switch (kind) {
            case IP_PKTINFO -> {
                if (length != 12) {
                    return -EINVAL;
                }
                out.index = in.getInt(data);
                out.source = Ip.v4(Integer.reverseBytes(in.getInt(data + 4)));
            }
            case IP_TTL -> {
                out.hops = length == 4 ? in.getInt(data) : 0;
                return out.hops < 1 || out.hops > 255 ? -EINVAL : 0;
            }
            case IP_TOS -> {
                out.service = length == 4 ? in.getInt(data) : length == 1 ? in.get(data) & 0xff : -1;
                out.priority = priority(out.service);
                return out.service < 0 || out.service > 255 ? -EINVAL : 0;
            }
            default -> {
                return -EINVAL;
            }
        }
        return 0;
    }

    /** @return the priority that a type of service has (man 7 tc-prio): bulk, interactive, both, or neither */
    static int priority(int service) {
        return switch (service >> 3 & 3) {
            case 1 -> 2;
            case 2 -> 6;
            case 3 -> 4;
            default -> 0;
        };
    }

    private static long ofIpv6(int kind, int length, ByteBuffer in, int data, Outgoing out) {
        switch (kind) {
            case IPV6_PKTINFO, IPV6_2292PKTINFO -> {
                if (length < 20) {
                    return -EINVAL;
                }
                ByteBuffer big = in.duplicate().order(ByteOrder.BIG_ENDIAN);
                out.index = in.getInt(data + 16);
                out.source = new Ip(big.getLong(data), big.getLong(data + 8));
            }
            case IPV6_HOPLIMIT, IPV6_2292HOPLIMIT -> {
                out.hops = length == 4 ? in.getInt(data) : -2;
                return out.hops < -1 || out.hops > 255 ? -EINVAL : 0;
            }
            case IPV6_TCLASS -> {
                int service = length == 4 ? in.getInt(data) : -2;
                out.service = service == -1 ? 255 : service;
                return service < -1 || service > 255 ? -EINVAL : 0;
            }
            case IPV6_DONTFRAG -> {
                return length != 4 || (in.getInt(data) & ~1) != 0 ? -EINVAL : 0;
            }
            default -> {
                return -EINVAL;
            }
        }
        return 0;
    }

    /** What of SOL_SOCKET every Internet socket takes. @return 0, or why not */
    static long ofSocket(Task task, int kind, int length, ByteBuffer in, int data, Outgoing out) {
        Credentials who = Credentials.of(task);
        boolean may = who.hasCapability(Capabilities.CAP_NET_ADMIN) || who.hasCapability(Capabilities.CAP_NET_RAW);
        switch (kind) {
            case SO_MARK -> {
                if (!may || length != 4) {
                    return may ? -EINVAL : -EPERM;
                }
                out.mark = in.getInt(data);
            }
            case SO_PRIORITY -> {
                if (length != 4) {
                    return -EINVAL;
                }
                int wanted = in.getInt(data);
                if ((wanted < 0 || wanted > 6) && !may) {
                    return -EPERM;
                }
                out.priority = wanted;
            }
            case SCM_RIGHTS, SCM_CREDENTIALS -> {} // as Linux: for AF_UNIX alone
            default -> {
                return -EINVAL;
            }
        }
        return 0;
    }
}
