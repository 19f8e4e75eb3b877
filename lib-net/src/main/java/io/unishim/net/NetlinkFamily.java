package io.unishim.net;

import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPROTONOSUPPORT;
import static io.unishim.abi.Errnos.ESOCKTNOSUPPORT;
import static io.unishim.abi.Netlink.NETLINK_ROUTE;
import static io.unishim.abi.Netlink.NETLINK_SOCK_DIAG;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_RAW;

import io.unishim.Shim;
import io.unishim.task.Task;
import java.util.HashMap;
import java.util.Map;

/** AF_NETLINK (man 7 netlink): questions about the network. Of the protocols there are NETLINK_ROUTE and
 * NETLINK_SOCK_DIAG. */
final class NetlinkFamily implements SocketFamily {
    /** The kernel's first choice when the process's number is taken. */
    private static final int FIRST_CHOSEN = -4097;

    private final InetStack stack;
    private final NetlinkRequests routes;
    private final NetlinkRequests diagnoses;
    private final Map<Long, NetlinkSocket> bound = new HashMap<>();

    NetlinkFamily(Shim shim, InetStack stack) {
        this.stack = stack;
        this.routes = new RouteRequests(stack);
        this.diagnoses = new DiagRequests(shim, stack);
    }

    @Override
    public long supports(Task task, int type, int protocol) {
        if (type != SOCK_RAW && type != SOCK_DGRAM) {
            return -ESOCKTNOSUPPORT;
        }
        return protocol == NETLINK_ROUTE || protocol == NETLINK_SOCK_DIAG ? 0 : -EPROTONOSUPPORT;
    }

    @Override
    public NetlinkSocket create(Task task, int type, int protocol) {
        return new NetlinkSocket(this, stack.nextInode(), type, protocol);
    }

    @Override
    public long pair(Task task, Socket one, Socket other) {
        return -EOPNOTSUPP;
    }

    NetlinkRequests requests(int protocol) {
        return protocol == NETLINK_ROUTE ? routes : diagnoses;
    }

    InterfaceRequests interfaceRequests() {
        return stack.requests();
    }

    /** Ports are a protocol's own. */
    private static long key(NetlinkSocket socket, int port) {
        return (long) socket.protocol() << 32 | port & 0xffff_ffffL;
    }

    /** @return whether the socket has that port now: it was free */
    synchronized boolean bind(int port, NetlinkSocket socket) {
        return bound.putIfAbsent(key(socket, port), socket) == null;
    }

    /** @param wanted tried first. @return the port that the socket has now */
    synchronized int bindAny(int wanted, NetlinkSocket socket) {
        int port = wanted;
        for (int next = FIRST_CHOSEN; bound.putIfAbsent(key(socket, port), socket) != null; next--) {
            port = next;
        }
        return port;
    }

    synchronized void unbind(int port, NetlinkSocket socket) {
        bound.remove(key(socket, port), socket);
    }
}
