package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ESTALE;
import static io.unishim.abi.Netlink.NLM_F_MULTI;
import static io.unishim.abi.SockDiag.*;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SO_MEMINFO;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Questions about AF_UNIX sockets (man 7 sock_diag, linux/unix_diag.h), and the answers. */
final class UnixDiag {
    /** Of struct unix_diag_req. */
    private static final int SIZE = 24;

    private static final int WORDS_OF_MEMORY = 9;

    /** The name of a socket is what follows the family. */
    private static final int FAMILY = 2;

    /** More who wait to be accepted than one message holds are not told. */
    private static final int MOST_WAITING = 256;

    private UnixDiag() {}

    /** As {@link NetlinkRequests#handle}. */
    static long answer(ByteBuffer request, Collection<OpenSocket> sockets, boolean dump, NetlinkWriter out) {
        int at = NetlinkWriter.HEADER;
        if (request.capacity() < at + SIZE) {
            return -EINVAL;
        }
        int states = request.getInt(at + 4);
        int inode = request.getInt(at + 8);
        int show = request.getInt(at + 12);
        Set<Socket> open = new HashSet<>();
        sockets.forEach(each -> open.add(each.socket()));
        if (!dump && inode == 0) {
            return -EINVAL;
        }
        for (OpenSocket each : sockets) {
            if (!(each.socket() instanceof UnixSocket socket)) {
                continue;
            }
            if (dump && (states >>> socket.state() & 1) != 0) {
                tell(socket, show, NLM_F_MULTI, open, out);
            } else if (!dump && inode == (int) socket.inode()) {
                long cookie = request.getLong(at + 16);
                if (cookie != -1 && cookie != socket.inode()) {
                    return -ESTALE;
                }
                tell(socket, show, 0, open, out);
                return 0;
            }
        }
        if (!dump) {
            return -ENOENT;
        }
        out.done();
        return 1;
    }

    private static void tell(UnixSocket socket, int show, int flags, Set<Socket> open, NetlinkWriter out) {
        out.begin(SOCK_DIAG_BY_FAMILY, flags)
                .bytes(AF_UNIX, socket.type(), socket.state(), 0)
                .word((int) socket.inode())
                .word((int) socket.inode()) // the cookie
                .word((int) (socket.inode() >>> 32));
        byte[] name = socket.name();
        if ((show & UDIAG_SHOW_NAME) != 0 && name.length > FAMILY) {
            out.attributeBytes(UNIX_DIAG_NAME, Arrays.copyOfRange(name, FAMILY, name.length));
        }
        UnixSocket peer = socket.peer;
        if ((show & UDIAG_SHOW_PEER) != 0 && peer != null) {
            out.attribute(UNIX_DIAG_PEER, open.contains(peer) ? (int) peer.inode() : 0);
        }
        UnixConnected listener = socket instanceof UnixConnected each && each.listening() ? each : null;
        if ((show & UDIAG_SHOW_ICONS) != 0 && listener != null) {
            int[] waiting = listener.pending().stream()
                    .limit(MOST_WAITING)
                    .mapToInt(each -> {
                        UnixSocket other = each.peer;
                        return other == null ? 0 : (int) other.inode();
                    })
                    .toArray();
            out.attributeBytes(UNIX_DIAG_ICONS, OptionCalls.ints(waiting));
        }
        if ((show & UDIAG_SHOW_RQLEN) != 0) {
            int received = (int) Math.min(socket.readableBytes(), Integer.MAX_VALUE);
            out.attributeBytes(
                    UNIX_DIAG_RQLEN,
                    listener == null
                            ? OptionCalls.ints(received, socket.outstanding.get())
                            : OptionCalls.ints(listener.pending().size(), listener.backlog()));
        }
        byte[] memory = SocketLevelOptions.value(socket, SO_MEMINFO, WORDS_OF_MEMORY * Integer.BYTES);
        if ((show & UDIAG_SHOW_MEMINFO) != 0 && memory != null) {
            out.attributeBytes(UNIX_DIAG_MEMINFO, memory);
        }
        out.attributeByte(UNIX_DIAG_SHUTDOWN, socket.inbox.shutdown);
        if ((show & UDIAG_SHOW_UID) != 0) {
            out.attribute(UNIX_DIAG_UID, socket.ownership().uid());
        }
        out.end();
    }
}
