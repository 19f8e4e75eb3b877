package io.unishim.net;

import static io.unishim.abi.Errnos.EPROTONOSUPPORT;
import static io.unishim.abi.Errnos.ESOCKTNOSUPPORT;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_RAW;
import static io.unishim.abi.Socket.SOCK_SEQPACKET;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.task.Task;
import io.unishim.task.TimeSource;
import org.jspecify.annotations.Nullable;

/** AF_UNIX (man 7 unix): sockets within one shim. */
final class UnixFamily implements SocketFamily {
    private final UnixNames names;
    private final BrokenPipe brokenPipe;
    private final Inodes inodes;
    private final TimeSource time;
    private final InterfaceRequests requests;
    private final Blocks<byte[]> pieces = new Blocks<>(byte[]::new, bytes -> bytes.length);

    private final @Nullable HostNet host;

    /** @param host what knows sockets of the host's, or null if files name none */
    UnixFamily(
            UnixNames names,
            BrokenPipe brokenPipe,
            Inodes inodes,
            InterfaceRequests requests,
            TimeSource time,
            @Nullable HostNet host) {
        this.host = host;
        this.time = time;
        this.requests = requests;
        this.names = names;
        this.brokenPipe = brokenPipe;
        this.inodes = inodes;
    }

    /** @return where the arrays of larger pieces come from */
    Blocks<byte[]> pieces() {
        return pieces;
    }

    @Nullable
    HostNet host() {
        return host;
    }

    TimeSource time() {
        return time;
    }

    UnixNames names() {
        return names;
    }

    InterfaceRequests requests() {
        return requests;
    }

    BrokenPipe brokenPipe() {
        return brokenPipe;
    }

    long nextInode() {
        return inodes.next();
    }

    @Override
    public long supports(Task task, int type, int protocol) {
        if (protocol != 0 && protocol != AF_UNIX) {
            return -EPROTONOSUPPORT;
        }
        return type == SOCK_STREAM || type == SOCK_SEQPACKET || type == SOCK_DGRAM || type == SOCK_RAW
                ? 0
                : -ESOCKTNOSUPPORT;
    }

    @Override
    public UnixSocket create(Task task, int type, int protocol) {
        return switch (type) {
            case SOCK_STREAM -> new UnixStream(this);
            case SOCK_SEQPACKET -> new UnixSeqpacket(this);
            default -> new UnixDatagram(this);
        };
    }

    @Override
    public long pair(Task task, Socket one, Socket other) {
        ((UnixSocket) one).pair(task, (UnixSocket) other);
        return 0;
    }
}
