package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Netlink.NLM_F_DUMP;
import static io.unishim.abi.SockDiag.DCCPDIAG_GETSOCK;
import static io.unishim.abi.SockDiag.SOCK_DESTROY;
import static io.unishim.abi.SockDiag.SOCK_DIAG_BY_FAMILY;
import static io.unishim.abi.SockDiag.TCPDIAG_GETSOCK;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_MAX;
import static io.unishim.abi.Socket.AF_NETLINK;
import static io.unishim.abi.Socket.AF_UNIX;

import io.unishim.Shim;
import io.unishim.abi.Capabilities;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.util.Collection;

/** What NETLINK_SOCK_DIAG is asked (man 7 sock_diag): which sockets there are, and how they are. */
final class DiagRequests extends NetlinkRequests {
    private final Shim shim;
    private final InetStack stack;

    DiagRequests(Shim shim, InetStack stack) {
        this.shim = shim;
        this.stack = stack;
    }

    @Override
    long handle(Task task, ByteBuffer request, int type, int flags, NetlinkWriter out) {
        boolean dump = (flags & NLM_F_DUMP) != 0;
        switch (type) {
            case TCPDIAG_GETSOCK, DCCPDIAG_GETSOCK -> {
                InetDiag asked = InetDiag.old(request, type == TCPDIAG_GETSOCK);
                return asked == null ? -EINVAL : inet(asked, dump, out);
            }
            case SOCK_DIAG_BY_FAMILY, SOCK_DESTROY -> {
                return byFamily(task, request, type == SOCK_DESTROY, dump, out);
            }
            default -> {
                return -EINVAL;
            }
        }
    }

    private Collection<OpenSocket> sockets() {
        return OpenSocket.all(shim, stack);
    }

    private long byFamily(Task task, ByteBuffer request, boolean destroys, boolean dump, NetlinkWriter out) {
        if (request.capacity() < NetlinkWriter.HEADER + 2) {
            return -EINVAL;
        }
        switch (request.get(NetlinkWriter.HEADER) & 0xff) {
            case AF_INET, AF_INET6 -> {
                InetDiag asked = InetDiag.of(request);
                if (asked == null) {
                    return -EINVAL;
                }
                if (!destroys) {
                    return inet(asked, dump, out);
                }
                boolean may = Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN);
                return may ? asked.destroy(sockets()) : -EPERM;
            }
            case AF_UNIX -> {
                return destroys ? -EOPNOTSUPP : UnixDiag.answer(request, sockets(), dump, out);
            }
            case AF_NETLINK -> {
                return destroys ? -EOPNOTSUPP : NetlinkDiag.answer(request, sockets(), dump, out);
            }
            default -> {
                return (request.get(NetlinkWriter.HEADER) & 0xff) >= AF_MAX ? -EINVAL : -ENOENT;
            }
        }
    }

    private long inet(InetDiag asked, boolean dump, NetlinkWriter out) {
        if (!dump) {
            return asked.one(sockets(), out);
        }
        if (!asked.valid()) {
            return -EINVAL;
        }
        out.done(asked.all(sockets(), out));
        return 1;
    }
}
