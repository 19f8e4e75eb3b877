package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ioctls.IFF_UP;
import static io.unishim.abi.Netlink.*;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_UNSPEC;

import io.unishim.abi.Capabilities;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What NETLINK_ROUTE is asked (man 7 rtnetlink), and the answers. Nothing can be changed. */
final class RouteRequests extends NetlinkRequests {
    private static final int LAST_TYPE = 127;

    private final Interfaces interfaces;
    private final RouteMessages messages;

    RouteRequests(InetStack stack) {
        this.interfaces = stack.interfaces();
        this.messages = new RouteMessages(stack);
    }

    @Override
    long handle(Task task, ByteBuffer request, int type, int flags, NetlinkWriter out) {
        if (type > LAST_TYPE) {
            return -EOPNOTSUPP;
        }
        if (request.capacity() == NetlinkWriter.HEADER) {
            return 0; // as Linux: a message without even a family
        }
        boolean question = (type & 3) == (RTM_GETLINK & 3);
        if (!question) {
            return Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN) ? change(type, request) : -EPERM;
        }
        int family = request.get(NetlinkWriter.HEADER) & 0xff;
        if ((flags & NLM_F_DUMP) != 0) {
            if (!messages.dump(type, family, out)) {
                return -EOPNOTSUPP;
            }
            out.done();
            return 1;
        }
        return switch (type) {
            case RTM_GETLINK -> link(request, out);
            case RTM_GETROUTE -> route(request, family, out);
            default -> -EOPNOTSUPP;
        };
    }

    /** As a boot does it: the interfaces are brought up, which they are. */
    private long change(int type, ByteBuffer request) {
        if (type != RTM_NEWLINK && type != RTM_SETLINK) {
            return -EOPNOTSUPP;
        }
        if (request.capacity() < NetlinkWriter.HEADER + 16) {
            return -EINVAL;
        }
        Interface found = asked(request);
        int flags = request.getInt(NetlinkWriter.HEADER + 8);
        int which = request.getInt(NetlinkWriter.HEADER + 12);
        boolean nothing = which == IFF_UP && (flags & IFF_UP) != 0;
        return found == null ? -ENODEV : nothing ? 0 : -EOPNOTSUPP;
    }

    private @Nullable Interface asked(ByteBuffer request) {
        int index = request.getInt(NetlinkWriter.HEADER + 4);
        byte[] name = attribute(request, 16, IFLA_IFNAME);
        return index != 0
                ? interfaces.numbered(index)
                : name == null
                        ? null
                        : interfaces.named(new String(name, StandardCharsets.ISO_8859_1).split("\0", 2)[0]);
    }

    private long link(ByteBuffer request, NetlinkWriter out) {
        if (request.capacity() < NetlinkWriter.HEADER + 16) {
            return -EINVAL;
        }
        if (request.getInt(NetlinkWriter.HEADER + 4) <= 0 && attribute(request, 16, IFLA_IFNAME) == null) {
            return -EINVAL;
        }
        Interface found = asked(request);
        if (found == null) {
            return -ENODEV;
        }
        messages.link(found, 0, out);
        return 0;
    }

    /** Which way packets for an address go. */
    private long route(ByteBuffer request, int family, NetlinkWriter out) {
        if (request.capacity() < NetlinkWriter.HEADER + 12) {
            return -EINVAL;
        }
        if (family != AF_INET && family != AF_INET6 && family != AF_UNSPEC) {
            return -EOPNOTSUPP;
        }
        byte[] to = attribute(request, 12, RTA_DST);
        Ip ip = family == AF_INET6 ? Ip.ANY6 : Ip.ANY4;
        if (to != null) {
            if (to.length < (family == AF_INET6 ? 16 : 4)) {
                return -EINVAL;
            }
            ByteBuffer bytes = ByteBuffer.wrap(to);
            ip = family == AF_INET6 ? new Ip(bytes.getLong(0), bytes.getLong(8)) : Ip.v4(bytes.getInt(0));
        } else if (family == AF_UNSPEC) {
            return -EINVAL;
        }
        Interface by = ip.isAny() ? Interface.LOOPBACK : interfaces.of(ip);
        if (by == null) {
            return -ENETUNREACH;
        }
        messages.chosenRoute(ip, by, out);
        return 0;
    }
}
