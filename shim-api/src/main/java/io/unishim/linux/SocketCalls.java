package io.unishim.linux;

import io.unishim.abi.Socket;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;

/**
 * Sockets: making, naming and connecting them, and their options. An address is a {@code struct sockaddr_*}: two bytes for the
 * family and what the family says. Every call that takes a descriptor answers {@code -EBADF} if it is not open and {@code
 * -ENOTSOCK} if it is no socket.
 */
@Calls("sockets")
public interface SocketCalls {
    /**
     * Makes a socket.
     *
     * @param domain AF_*
     * @param type SOCK_*, with SOCK_CLOEXEC, SOCK_NONBLOCK
     * @param protocol 0 for the one that belongs to the two
     * @return a descriptor; {@code -EAFNOSUPPORT} for an unknown domain; {@code -EINVAL} for an unknown type or flag; {@code
     *     -ESOCKTNOSUPPORT} for a type that the domain lacks; {@code -EPROTONOSUPPORT} for such a protocol; {@code -EMFILE}
     *     if the process has no descriptor left (man 2 socket)
     */
    @Call(returns = Returns.FD)
    long socket(
            Task task,
            @OneOf(value = Socket.class, prefix = "AF_") int domain,
            @Flags(value = Socket.class, prefix = "SOCK_") int type,
            @Optional int protocol);

    /**
     * Makes two sockets that are connected with each other.
     *
     * @param domain AF_UNIX
     * @param type as for {@link #socket}
     * @param protocol 0
     * @param sv filled with the two descriptors
     * @return 0; {@code -EFAULT} for a bad address; {@code -EOPNOTSUPP} if the domain has no pairs; else as {@link #socket}
     *     (man 2 socketpair)
     */
    long socketpair(
            Task task,
            @OneOf(value = Socket.class, prefix = "AF_") int domain,
            @Flags(value = Socket.class, prefix = "SOCK_") int type,
            int protocol,
            @Out UserInt sv);

    /**
     * Gives a socket a name.
     *
     * @param sockfd the socket
     * @param addr the name; for AF_UNIX a path, a NUL and any bytes, or nothing for a name that the kernel chooses
     * @return 0; {@code -EADDRINUSE} if another socket has it; {@code -EADDRNOTAVAIL} for an IP address that no interface
     *     has; {@code -EAFNOSUPPORT} for one of another family; {@code -EACCES} for a port below 1,024 without
     *     CAP_NET_BIND_SERVICE; {@code -EINVAL} if the socket has one, or it is no address of the family; {@code -EFAULT}
     *     for a bad address; {@code -EACCES}, {@code -ELOOP}, {@code -ENAMETOOLONG}, {@code -ENOENT}, {@code -ENOTDIR},
     *     {@code -EROFS} for a path (man 2 bind, man 7 ip)
     */
    long bind(Task task, @Fd int sockfd, UserBuffer addr);

    /**
     * Lets a socket take connections.
     *
     * @param sockfd the socket
     * @param backlog how many may wait to be accepted, cut to 4,096
     * @return 0; {@code -EADDRINUSE} if another socket listens on its port, or no port is free; {@code -EOPNOTSUPP} if its
     *     type has no connections; {@code -EINVAL} if it is connected, or of AF_UNIX without a name (man 2 listen)
     */
    long listen(Task task, @Fd int sockfd, int backlog);

    /**
     * Takes a connection.
     *
     * @param sockfd a socket that listens
     * @param addr filled with the other's name, unless NULL
     * @param addrlen the room for it; filled with its length
     * @return a descriptor; {@code -EAGAIN} if there is none and the socket does not wait, or past SO_RCVTIMEO; {@code
     *     -EINVAL} if it does not listen; {@code -EOPNOTSUPP} if its type has no connections; {@code -EMFILE} if the process
     *     has no descriptor left; {@code -EFAULT} for a bad address; {@code -EINTR} (man 2 accept)
     */
    @Call(returns = Returns.FD, blocks = true)
    long accept(Task task, @Fd int sockfd, @Address long addr, @Out UserInt addrlen);

    /**
     * As {@link #accept}.
     *
     * @param sockfd a socket that listens
     * @param addr filled with the other's name, unless NULL
     * @param addrlen the room for it; filled with its length
     * @param flags SOCK_CLOEXEC, SOCK_NONBLOCK
     * @return as {@link #accept}: {@code -EAGAIN}, {@code -EOPNOTSUPP}, {@code -EMFILE}, {@code -EFAULT}, {@code -EINTR};
     *     {@code -EINVAL} for another flag, too (man 2 accept4)
     */
    @Call(returns = Returns.FD, blocks = true)
    long accept4(
            Task task,
            @Fd int sockfd,
            @Address long addr,
            UserInt addrlen,
            @Flags(value = Socket.class, prefix = "SOCK_") int flags);

    /**
     * Connects a socket with the one of a name.
     *
     * @param sockfd the socket
     * @param addr the name; for datagrams, AF_UNSPEC ends the connection
     * @return 0; {@code -ECONNREFUSED} if nobody listens; {@code -EISCONN} if it is connected; {@code -EINPROGRESS} on a TCP
     *     socket that does not wait, or past SO_SNDTIMEO, and {@code -EALREADY} from then on until it is known how that ends;
     *     {@code -ECONNABORTED} if it ended otherwise meanwhile; {@code -ETIMEDOUT} if nothing answers; {@code -ENETUNREACH}
     *     if no way leads there; {@code -EHOSTUNREACH} if nobody is there; {@code -EADDRNOTAVAIL} if no port is free, or the
     *     two are connected; {@code -EAFNOSUPPORT} for an address of another family; {@code -EAGAIN} if too many wait to be
     *     accepted by a socket of AF_UNIX and this one does not wait; {@code -EPROTOTYPE} for a name of another type; {@code
     *     -EPERM} if the other is connected with somebody else; {@code -EINVAL} for what is no address, or a socket that
     *     listens; {@code -EACCES} for a broadcast address without SO_BROADCAST; {@code -EFAULT} for a bad address; {@code
     *     -EACCES}, {@code -ENOENT} and their kin for a path; {@code -EINTR} (man 2 connect, man 7 ip)
     */
    @Call(blocks = true)
    long connect(Task task, @Fd int sockfd, UserBuffer addr);

    /**
     * Ends one or both directions of a connection.
     *
     * @param sockfd the socket
     * @param how SHUT_RD, SHUT_WR or SHUT_RDWR
     * @return 0; {@code -EINVAL} for another; {@code -ENOTCONN} if a family other than AF_UNIX is not connected (man 2
     *     shutdown)
     */
    long shutdown(Task task, @Fd int sockfd, @OneOf(value = Socket.class, prefix = "SHUT_") int how);

    /**
     * A socket's name.
     *
     * @param sockfd the socket
     * @param addr filled with as much of it as fits
     * @param addrlen the room for it; filled with its length
     * @return 0; {@code -EINVAL} if the room is negative; {@code -EFAULT} for a bad address (man 2 getsockname)
     */
    long getsockname(Task task, @Fd int sockfd, @Address long addr, UserInt addrlen);

    /**
     * The name of the socket at the other end.
     *
     * @param sockfd the socket
     * @param addr filled with as much of it as fits
     * @param addrlen the room for it; filled with its length
     * @return 0; {@code -ENOTCONN} if it is not connected; {@code -EINVAL} if the room is negative; {@code -EFAULT} for a bad
     *     address (man 2 getpeername)
     */
    long getpeername(Task task, @Fd int sockfd, @Address long addr, UserInt addrlen);

    /**
     * Sets an option.
     *
     * @param sockfd the socket
     * @param level SOL_SOCKET or a protocol
     * @param optname SO_*
     * @param optval the value, in most cases an int
     * @return 0; {@code -ENOPROTOOPT} for an option that is unknown or cannot be set; {@code -EOPNOTSUPP} for a level that the
     *     family lacks; {@code -EINVAL} for a value that is too short; {@code -EDOM} for a time that is none; {@code -EFAULT}
     *     for a bad address (man 2 setsockopt)
     */
    long setsockopt(
            Task task,
            @Fd int sockfd,
            int level,
            @OneOf(value = Socket.class, prefix = "SO_") int optname,
            UserBuffer optval);

    /**
     * Reads an option.
     *
     * @param sockfd the socket
     * @param level SOL_SOCKET or a protocol
     * @param optname SO_*
     * @param optval filled with as much of the value as fits
     * @param optlen the room for it; filled with its length
     * @return 0; {@code -ENOPROTOOPT} for an unknown option; {@code -EOPNOTSUPP} for a level that the family lacks; {@code
     *     -EINVAL} if the room is negative; {@code -EFAULT} for a bad address (man 2 getsockopt)
     */
    long getsockopt(
            Task task,
            @Fd int sockfd,
            int level,
            @OneOf(value = Socket.class, prefix = "SO_") int optname,
            @Address long optval,
            UserInt optlen);
}
