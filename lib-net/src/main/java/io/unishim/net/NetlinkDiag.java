package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Netlink.NLM_F_MULTI;
import static io.unishim.abi.SockDiag.NDIAG_PROTO_ALL;
import static io.unishim.abi.SockDiag.SOCK_DIAG_BY_FAMILY;
import static io.unishim.abi.Socket.AF_NETLINK;

import java.nio.ByteBuffer;
import java.util.Collection;

/** Questions about AF_NETLINK sockets (man 7 sock_diag, linux/netlink_diag.h), and the answers. */
final class NetlinkDiag {
    /** Of struct netlink_diag_req. */
    private static final int SIZE = 20;

    /** The last protocol but one is 31, the kernel's MAX_LINKS. */
    private static final int PROTOCOLS = 32;

    private NetlinkDiag() {}

    /** As {@link NetlinkRequests#handle}. */
    static long answer(ByteBuffer request, Collection<OpenSocket> sockets, boolean dump, NetlinkWriter out) {
        int at = NetlinkWriter.HEADER;
        if (request.capacity() < at + SIZE) {
            return -EINVAL;
        }
        if (!dump) {
            return -EOPNOTSUPP;
        }
        int protocol = request.get(at + 1) & 0xff;
        if (protocol != NDIAG_PROTO_ALL && protocol >= PROTOCOLS) {
            out.done(-ENOENT);
            return 1;
        }
        for (OpenSocket each : sockets) {
            boolean asked =
                    protocol == NDIAG_PROTO_ALL || protocol == each.socket().protocol();
            if (asked && each.socket() instanceof NetlinkSocket socket) {
                tell(socket, out);
            }
        }
        out.done();
        return 1;
    }

    private static void tell(NetlinkSocket socket, NetlinkWriter out) {
        byte[] own = socket.name();
        byte[] other = socket.peerName();
        ByteBuffer ports = ByteBuffer.wrap(new byte[12]);
        ports.put(own, 4, 4).put(other, 4, 4).put(other, 8, 4);
        out.begin(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI)
                .bytes(AF_NETLINK, socket.type(), socket.protocol(), TcpState.CLOSE)
                .raw(ports.array())
                .word((int) socket.inode())
                .word((int) socket.inode()) // the cookie
                .word((int) (socket.inode() >>> 32))
                .end();
    }
}
