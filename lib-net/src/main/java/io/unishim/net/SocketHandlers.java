package io.unishim.net;

import static io.unishim.abi.Errnos.EAFNOSUPPORT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Socket.AF_MAX;
import static io.unishim.abi.Socket.SHUT_RDWR;
import static io.unishim.abi.Socket.SOCK_CLOEXEC;
import static io.unishim.abi.Socket.SOCK_NONBLOCK;
import static io.unishim.abi.Socket.SOCK_PACKET;
import static io.unishim.abi.Socket.SOCK_TYPE_MASK;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.SocketCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class SocketHandlers implements SocketCalls {
    private static final int FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK;
    private static final String DOMAINS =
            "AF_UNIX; AF_INET, AF_INET6: TCP, UDP, UDP-Lite, echoes of ICMP; AF_NETLINK: NETLINK_ROUTE, NETLINK_SOCK_DIAG; other domains: EAFNOSUPPORT";

    private static final String OPTIONS =
            "those of man 7 socket, ip, ipv6, tcp, udp, unix that have an effect here or only tune; no filters, no options of "
                    + "the header, no flow labels, no zero copy: ENOPROTOOPT; no time stamps of sending: EOPNOTSUPP";

    private final Map<Integer, SocketFamily> families;
    private final NetSettings settings;

    SocketHandlers(Map<Integer, SocketFamily> families, NetSettings settings) {
        this.families = families;
        this.settings = settings;
    }

    @Override
    @Support(value = PARTIAL, note = DOMAINS)
    public long socket(Task task, int domain, int type, int protocol) {
        if ((type & ~(SOCK_TYPE_MASK | FLAGS)) != 0) {
            return -EINVAL;
        }
        long wrong = check(task, domain, type & SOCK_TYPE_MASK, protocol);
        SocketFamily family = families.get(domain);
        if (wrong != 0 || family == null) {
            return wrong;
        }
        return install(task, family.create(task, type & SOCK_TYPE_MASK, protocol), type);
    }

    private long check(Task task, int domain, int type, int protocol) {
        if (domain < 0 || domain >= AF_MAX) {
            return -EAFNOSUPPORT;
        }
        if (type > SOCK_PACKET) {
            return -EINVAL;
        }
        SocketFamily family = families.get(domain);
        return family == null ? -EAFNOSUPPORT : family.supports(task, type, protocol);
    }

    private static long install(Task task, Socket socket, int flags) {
        OpenFileDescription open =
                new OpenFileDescription(socket, O_RDWR | ((flags & SOCK_NONBLOCK) != 0 ? O_NONBLOCK : 0));
        Descriptors table = task.process().stateOrNull(Descriptors.KEY);
        if (table == null) {
            open.release();
            return -ENOSYS;
        }
        return table.install(open, 0, (flags & SOCK_CLOEXEC) != 0);
    }

    @Override
    @Support(FULL)
    public long socketpair(Task task, int domain, int type, int protocol, UserInt sv) {
        if ((type & ~(SOCK_TYPE_MASK | FLAGS)) != 0) {
            return -EINVAL;
        }
        int kind = type & SOCK_TYPE_MASK;
        long wrong = check(task, domain, kind, protocol);
        SocketFamily family = families.get(domain);
        if (wrong != 0 || family == null) {
            return wrong;
        }
        Socket one = family.create(task, kind, protocol);
        Socket other = family.create(task, kind, protocol);
        wrong = family.pair(task, one, other);
        if (wrong != 0) {
            return wrong;
        }
        long first = install(task, one, type);
        if (first < 0) {
            return first;
        }
        Descriptors table = task.process().state(Descriptors.KEY);
        long second = install(task, other, type);
        if (second < 0) {
            table.close(task, (int) first);
            return second;
        }
        try {
            sv.set(0, (int) first);
            sv.set(1, (int) second);
        } catch (MemoryFault fault) {
            table.close(task, (int) first);
            table.close(task, (int) second);
            throw fault;
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long bind(Task task, int sockfd, UserBuffer addr) {
        Socket socket = Files.socket(task, sockfd);
        if (socket == null) {
            return Files.error(task, sockfd);
        }
        byte[] address = Addresses.read(addr);
        return address == null ? -EINVAL : socket.bind(task, address);
    }

    @Override
    @Support(FULL)
    public long listen(Task task, int sockfd, int backlog) {
        Socket socket = Files.socket(task, sockfd);
        if (socket == null) {
            return Files.error(task, sockfd);
        }
        int most = settings.maxBacklog.value();
        return socket.listen(task, backlog < 0 ? most : Math.min(backlog, most));
    }

    @Override
    @Support(FULL)
    public long accept(Task task, int sockfd, long addr, UserInt addrlen) {
        return accept4(task, sockfd, addr, addrlen, 0);
    }

    @Override
    @Support(FULL)
    public long accept4(Task task, int sockfd, long addr, UserInt addrlen, int flags) {
        if ((flags & ~FLAGS) != 0 && Files.open(task, sockfd) != null) {
            return -EINVAL;
        }
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        Socket.Accepted accepted = new Socket.Accepted();
        long result = Files.socket(open).accept(task, Socket.waits(open, 0), accepted);
        Socket connection = accepted.socket;
        if (connection == null) {
            return result;
        }
        long fd = install(task, connection, flags);
        if (fd >= 0 && addr != 0) {
            result = tellPeer(task, connection, addr, addrlen, (int) fd);
        }
        return result < 0 ? result : fd;
    }

    private static long tellPeer(Task task, Socket connection, long addr, UserInt addrlen, int fd) {
        byte[] peer = connection.peerName();
        Descriptors table = task.process().state(Descriptors.KEY);
        try {
            long result = Addresses.write(task, peer == null ? connection.name() : peer, addr, addrlen);
            if (result != 0) {
                table.close(task, fd);
            }
            return result;
        } catch (MemoryFault fault) {
            table.close(task, fd);
            throw fault;
        }
    }

    @Override
    @Support(FULL)
    public long connect(Task task, int sockfd, UserBuffer addr) {
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        byte[] address = Addresses.read(addr);
        return address == null ? -EINVAL : Files.socket(open).connect(task, Socket.waits(open, 0), address);
    }

    @Override
    @Support(FULL)
    public long shutdown(Task task, int sockfd, int how) {
        Socket socket = Files.socket(task, sockfd);
        if (socket == null) {
            return Files.error(task, sockfd);
        }
        return how < 0 || how > SHUT_RDWR ? -EINVAL : socket.shutdown(how);
    }

    @Override
    @Support(FULL)
    public long getsockname(Task task, int sockfd, long addr, UserInt addrlen) {
        Socket socket = Files.socket(task, sockfd);
        return socket == null ? Files.error(task, sockfd) : Addresses.write(task, socket.name(), addr, addrlen);
    }

    @Override
    @Support(FULL)
    public long getpeername(Task task, int sockfd, long addr, UserInt addrlen) {
        Socket socket = Files.socket(task, sockfd);
        if (socket == null) {
            return Files.error(task, sockfd);
        }
        byte @Nullable [] peer = socket.peerName();
        return peer == null ? -ENOTCONN : Addresses.write(task, peer, addr, addrlen);
    }

    @Override
    @Support(value = PARTIAL, note = OPTIONS)
    public long setsockopt(Task task, int sockfd, int level, int optname, UserBuffer optval) {
        Socket socket = Files.socket(task, sockfd);
        return socket == null ? Files.error(task, sockfd) : OptionCalls.set(task, socket, level, optname, optval);
    }

    @Override
    @Support(value = PARTIAL, note = OPTIONS)
    public long getsockopt(Task task, int sockfd, int level, int optname, long optval, UserInt optlen) {
        Socket socket = Files.socket(task, sockfd);
        return socket == null
                ? Files.error(task, sockfd)
                : OptionCalls.get(task, socket, level, optname, optval, optlen);
    }
}
