package io.unishim.linux;

import io.unishim.abi.Socket;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.MMsgHdr;
import io.unishim.struct.MsgHdr;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/**
 * What goes through sockets. Every call answers {@code -EBADF} if the descriptor is not open, {@code -ENOTSOCK} if it is no
 * socket, {@code -EFAULT} for a bad address, {@code -EAGAIN} if it would wait and may not or past SO_RCVTIMEO and
 * SO_SNDTIMEO, {@code -EINTR} for a signal.
 */
@Calls("messages")
public interface MessageCalls {
    /**
     * Sends.
     *
     * @param sockfd the socket
     * @param buf what to send
     * @param flags MSG_DONTWAIT, MSG_NOSIGNAL, ...
     * @param dest to whom, empty for whom the socket is connected with
     * @return the bytes sent; {@code -EPIPE}, and SIGPIPE on a stream without MSG_NOSIGNAL, if nobody receives any more;
     *     {@code -ENOTCONN} if it is not connected and has to be, or nobody is named; {@code -EISCONN} for a name on a
     *     connection; {@code -EMSGSIZE} for a message that is too long; {@code -EDESTADDRREQ} for a datagram to nobody;
     *     {@code -ECONNRESET} if the other end is gone; {@code -EACCES} for a broadcast without SO_BROADCAST; {@code
     *     -ENETUNREACH}, {@code -ECONNREFUSED} and the errors of connect(2) for a name; {@code -EOPNOTSUPP} or {@code
     *     -EINVAL} for MSG_OOB where there is none (man 2 sendto)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long sendto(
            Task task,
            @Fd int sockfd,
            UserBuffer buf,
            @Flags(value = Socket.class, prefix = "MSG_") int flags,
            UserBuffer dest);

    /**
     * Receives.
     *
     * @param sockfd the socket
     * @param buf filled; what of a message does not fit is lost
     * @param flags MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_TRUNC, ...
     * @param src filled with the sender's name, unless NULL
     * @param addrlen the room for it; filled with its length
     * @return the bytes received, with MSG_TRUNC those of the whole message; 0 at the end; {@code -ECONNRESET} if the other
     *     went without reading all; {@code -EINVAL} for a stream, {@code -ENOTCONN} for a connection of messages that is not
     *     connected; {@code -EOPNOTSUPP} or {@code -EINVAL} for MSG_OOB where there is none (man 2 recvfrom)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long recvfrom(
            Task task,
            @Fd int sockfd,
            @Out UserBuffer buf,
            @Flags(value = Socket.class, prefix = "MSG_") int flags,
            @Address long src,
            UserInt addrlen);

    /**
     * Sends, from several buffers and with control messages.
     *
     * @param sockfd the socket
     * @param msg what, to whom, with which descriptors and credentials
     * @param flags as for {@link #sendto}
     * @return as {@link #sendto}; {@code -EMSGSIZE} for more than 1,024 buffers; {@code -EINVAL} for control messages that are
     *     none, or more than 253 descriptors; {@code -EBADF} for a descriptor among them that is not open; {@code -EPERM} for
     *     somebody else's credentials; {@code -ESRCH} for a process that there is not (man 2 sendmsg)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long sendmsg(
            Task task, @Fd int sockfd, UserRef<MsgHdr> msg, @Flags(value = Socket.class, prefix = "MSG_") int flags);

    /**
     * Receives into several buffers, and control messages.
     *
     * @param sockfd the socket
     * @param msg where to; its lengths and flags are filled
     * @param flags as for {@link #recvfrom}, and MSG_CMSG_CLOEXEC
     * @return as {@link #recvfrom}; {@code -EMSGSIZE} for more than 1,024 buffers (man 2 recvmsg)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long recvmsg(
            Task task, @Fd int sockfd, UserRef<MsgHdr> msg, @Flags(value = Socket.class, prefix = "MSG_") int flags);

    /**
     * Sends several messages.
     *
     * @param sockfd the socket
     * @param msgvec the messages, at most 1,024; the bytes sent of each are filled in
     * @param flags as for {@link #sendto}
     * @return how many were sent; if none was, an error as of {@link #sendmsg}, such as {@code -EAGAIN} (man 2 sendmmsg)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long sendmmsg(
            Task task,
            @Fd int sockfd,
            UserArray<MMsgHdr> msgvec,
            @Flags(value = Socket.class, prefix = "MSG_") int flags);

    /**
     * Receives several messages.
     *
     * @param sockfd the socket
     * @param msgvec where to, at most 1,024; lengths and flags are filled
     * @param flags as for {@link #recvmsg}, and MSG_WAITFORONE: wait for the first one alone
     * @param timeout after which no further message is waited for once one has come, or NULL
     * @return how many were received; if none was, as {@link #recvmsg}; {@code -EINVAL} for a time that is none (man 2
     *     recvmmsg)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long recvmmsg(
            Task task,
            @Fd int sockfd,
            UserArray<MMsgHdr> msgvec,
            @Flags(value = Socket.class, prefix = "MSG_") int flags,
            @Optional UserRef<Timespec> timeout);
}
