package io.unishim.net;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EPROTONOSUPPORT;
import static io.unishim.abi.Errnos.ESOCKTNOSUPPORT;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.IPPROTO_ICMP;
import static io.unishim.abi.Socket.IPPROTO_ICMPV6;
import static io.unishim.abi.Socket.IPPROTO_IP;
import static io.unishim.abi.Socket.IPPROTO_TCP;
import static io.unishim.abi.Socket.IPPROTO_UDP;
import static io.unishim.abi.Socket.IPPROTO_UDPLITE;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_RAW;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.abi.Capabilities;
import io.unishim.task.BriefLock;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** AF_INET or AF_INET6 (man 7 ip, ipv6): TCP and UDP. */
final class InetFamily implements SocketFamily {
    private static final int MOST_PROTOCOLS = 263;

    private final InetStack stack;
    private final int domain;

    /** @param domain AF_INET or AF_INET6 */
    InetFamily(InetStack stack, int domain) {
        this.stack = stack;
        this.domain = domain;
    }

    @Override
    public long supports(Task task, int type, int protocol) {
        if (protocol < 0 || protocol >= MOST_PROTOCOLS) {
            return -EINVAL;
        }
        int icmp = domain == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
        return switch (type) {
            case SOCK_STREAM -> protocol == IPPROTO_IP || protocol == IPPROTO_TCP ? 0 : -EPROTONOSUPPORT;
            case SOCK_DGRAM ->
                protocol == IPPROTO_IP || protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE
                        ? 0
                        : protocol == icmp ? mayEcho(task) ? 0 : -EACCES : -EPROTONOSUPPORT;
            // There is no raw side of a network without packets but that of echoes: nobody has CAP_NET_RAW for the
            // rest.
            case SOCK_RAW ->
                protocol == IPPROTO_IP
                        ? -EPROTONOSUPPORT
                        : protocol == IPPROTO_ICMP && domain == AF_INET && mayPing(task) ? 0 : -EPERM;
            default -> -ESOCKTNOSUPPORT;
        };
    }

    /** man 7 icmp: who is in one of the groups of net.ipv4.ping_group_range. */
    private boolean mayEcho(Task task) {
        Credentials of = Credentials.of(task);
        boolean may = stack.settings().pings(of.egid());
        for (int i = 0; !may && i < of.supplementaryCount(); i++) {
            may = stack.settings().pings(of.supplementary(i));
        }
        return may;
    }

    private static boolean mayPing(Task task) {
        return Credentials.of(task).hasCapability(Capabilities.CAP_NET_RAW);
    }

    @Override
    public InetSocket create(Task task, int type, int protocol) {
        return type == SOCK_STREAM
                ? tcp()
                : new UdpSocket(stack, domain, type, protocol == IPPROTO_IP ? IPPROTO_UDP : protocol);
    }

    TcpSocket tcp() {
        TcpSocket made = new TcpSocket(stack, domain, new BriefLock(), new InetOptions());
        made.options().sendBuffer = 16_384;
        made.options().receiveBuffer = 131_072;
        return made;
    }

    @Override
    public long pair(Task task, Socket one, Socket other) {
        return -EOPNOTSUPP;
    }
}
