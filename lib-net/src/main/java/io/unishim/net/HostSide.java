package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.SHUT_RD;
import static io.unishim.abi.Socket.SHUT_WR;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_ERROR;
import static io.unishim.abi.Socket.SO_LINGER;

import io.unishim.task.BriefLock;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * That a TCP socket is one of the host's: an accepted connection of a published port, a connection to a permitted
 * destination, or a listener with a published port.
 */
final class HostSide extends HostStream {
    private final TcpSocket socket;

    /** The published port that it stands for, 0 for none. */
    private int publishedPort;

    HostSide(TcpSocket socket, HostNet net) {
        super(socket, net, socket.stack.brokenPipe());
        this.socket = socket;
    }

    // Listening; the lock of the stack is held.

    /** Opens the host's port that stands for the socket's, if there is one. */
    void publish(int backlog) {
        Endpoint own = socket.local;
        int fd = own == null ? -1 : net.take(Protocol.TCP, own.port());
        if (fd >= 0 && own != null) {
            publishedPort = own.port();
            HostTuning.tellAll(socket, fd);
            HostSocketCalls.listen(fd, Math.max(backlog, 1));
            attach(fd, 0);
        }
    }

    /** Gives up what is the host's; a published port stays taken. */
    void leave() {
        if (publishedPort != 0) {
            int kept = (int) with(HostSocketCalls::duplicate);
            if (kept >= 0) {
                HostSocketCalls.shutdown(kept, SHUT_RD);
                net.give(Protocol.TCP, publishedPort, kept);
            }
            publishedPort = 0;
        }
        close();
    }

    /** @return a connection to the published port, or null */
    @Nullable
    TcpSocket accept() {
        Endpoint own = socket.local;
        int fd = own == null ? -1 : acceptAtHost();
        if (own == null || fd < 0) {
            return null;
        }
        TcpSocket end = new TcpSocket(socket.stack, socket.domain(), new BriefLock(), socket.inet.copy());
        end.options().copy(socket.options());
        end.local = new Endpoint(own.ip().isAny() ? Ip.LOOPBACK4 : own.ip(), own.port());
        end.remote = HostSocketCalls.name(fd, true);
        end.state = TcpState.ESTABLISHED;
        end.hostSide().attach(fd, POLLOUT);
        return end; // the host's has its options from the one that listens, too
    }

    // Connecting.

    /** Begins to connect. @return {@code -EINPROGRESS}, or why not */
    long connect(Endpoint to) {
        int fd = HostSocketCalls.socket(to.ip().isV4() ? AF_INET : AF_INET6, Protocol.TCP);
        if (fd < 0) {
            return fd;
        }
        HostTuning.tellAll(socket, fd);
        long result = HostSocketCalls.connect(fd, to);
        if (result < 0 && result != -EINPROGRESS) {
            HostSocketCalls.close(fd);
            return result;
        }
        socket.local = HostSocketCalls.name(fd, false);
        attach(fd, 0);
        return -EINPROGRESS;
    }

    /** Learns what came of it. */
    void look() {
        HostDescriptor now = descriptor();
        if (now == null || socket.state != TcpState.SYN_SENT || (now.ready() & (POLLOUT | POLLERR | POLLHUP)) == 0) {
            return;
        }
        int why = (int) with(fd -> HostSocketCalls.option(fd, SOL_SOCKET, SO_ERROR));
        if (why == 0) {
            socket.local = HostSocketCalls.name(now.fd(), false);
            socket.state = TcpState.ESTABLISHED;
        } else {
            socket.error = Math.abs(why);
            close();
            socket.shutdown = InetSocket.BOTH;
            socket.state = TcpState.CLOSE;
        }
    }

    /** @return whether the connection is one still: the host forgets the other end with it */
    boolean open() {
        return with(fd -> HostTuning.state(fd)) != TcpState.CLOSE;
    }

    // Ending.

    /**
     * Ends the connection as SO_LINGER wants it (man 7 socket), before it is closed: by a reset, or once the other end has
     * acknowledged everything. What was not read resets it, too; the host knows that, but not what is kept here.
     *
     * @param by who closes it, if he may wait
     */
    void end(@Nullable Task by) {
        SocketOptions options = socket.options();
        if (kept() > 0 || options.linger && options.lingerSeconds == 0) {
            with(fd -> HostSocketCalls.setOption(fd, SOL_SOCKET, SO_LINGER, OptionCalls.ints(1, 0)));
        } else if (options.linger && by != null && with(fd -> HostSocketCalls.ioctl(fd, FIONREAD)) == 0) {
            with(fd -> HostSocketCalls.shutdown(fd, SHUT_WR));
            long nanos = (options.lingerSeconds & 0xffff_ffffL) * 1_000_000_000L;
            long unused = Socket.await(
                    by, socket.waitQueue(), nanos, net.everything(), () -> with(HostSide::ending) == 1 ? -EAGAIN : 0);
        }
    }

    /** @return 1 as long as the end of what was sent is not acknowledged, or a negative errno */
    private static long ending(int fd) {
        return switch (HostTuning.state(fd)) {
            case TcpState.FIN_WAIT1, TcpState.CLOSING, TcpState.LAST_ACK -> 1;
            default -> 0;
        };
    }
}
