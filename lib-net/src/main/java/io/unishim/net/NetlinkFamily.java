package io.unishim.net;

import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPROTONOSUPPORT;
import static io.unishim.abi.Errnos.ESOCKTNOSUPPORT;
import static io.unishim.abi.Netlink.NETLINK_ROUTE;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_RAW;

import io.unishim.task.Task;
import java.util.HashMap;
import java.util.Map;

/** AF_NETLINK (man 7 netlink): questions about the network. Of the protocols there is NETLINK_ROUTE. */
final class NetlinkFamily implements SocketFamily {
    /** The kernel's first choice when the process's number is taken. */
    private static final int FIRST_CHOSEN = -4097;

    private final InetStack stack;
    private final RouteRequests requests;
    private final Map<Integer, NetlinkSocket> bound = new HashMap<>();

    NetlinkFamily(InetStack stack) {
        this.stack = stack;
        this.requests = new RouteRequests(stack);
    }

    @Override
    public long supports(Task task, int type, int protocol) {
        if (type != SOCK_RAW && type != SOCK_DGRAM) {
            return -ESOCKTNOSUPPORT;
        }
        return protocol == NETLINK_ROUTE ? 0 : -EPROTONOSUPPORT;
    }

    @Override
    public NetlinkSocket create(Task task, int type, int protocol) {
        return new NetlinkSocket(this, stack.nextInode(), type);
    }

    @Override
    public long pair(Task task, Socket one, Socket other) {
        return -EOPNOTSUPP;
    }

    RouteRequests requests() {
        return requests;
    }

    InterfaceRequests interfaceRequests() {
        return stack.requests();
    }

    /** @return whether the socket has that port now: it was free */
    synchronized boolean bind(int port, NetlinkSocket socket) {
        return bound.putIfAbsent(port, socket) == null;
    }

    /** @param wanted tried first. @return the port that the socket has now */
    synchronized int bindAny(int wanted, NetlinkSocket socket) {
        int port = wanted;
        for (int next = FIRST_CHOSEN; bound.putIfAbsent(port, socket) != null; next--) {
            port = next;
        }
        return port;
    }

    synchronized void unbind(int port, NetlinkSocket socket) {
        bound.remove(port, socket);
    }
}
