package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.net.RareOptions.*;

import java.nio.charset.StandardCharsets;

/** Setting options of SOL_TCP (man 7 tcp). */
final class TcpOptionCalls {
    private TcpOptionCalls() {}

    static long set(TcpSocket socket, int name, byte[] bytes) {
        if (name == TCP_CONGESTION) {
            String wanted = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", 2)[0];
            return bytes.length == 0 ? -EINVAL : wanted.equals("cubic") || wanted.equals("reno") ? 0 : -ENOENT;
        }
        if (name == TCP_ULP) {
            return bytes.length == 0 ? -EINVAL : -ENOENT;
        }
        if (bytes.length < 4) {
            return -EINVAL;
        }
        int value = InetOptionCalls.number(bytes);
        switch (name) {
            case TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_REPAIR_WINDOW, TCP_TIMESTAMP -> {
                return -EPERM; // a connection cannot be taken up again: nobody may
            }
            case TCP_QUEUE_SEQ, TCP_REPAIR_OPTIONS -> {
                return -EINVAL;
            }
            case TCP_DEFER_ACCEPT -> {
                return put(socket, name, deferred(value));
            }
            case TCP_LINGER2 -> {
                int seconds = value == 0 ? 60 : Math.min(value, 120);
                return put(socket, name, Math.max(seconds, -1));
            }
            case TCP_WINDOW_CLAMP -> {
                boolean unset = value == 0;
                return unset && socket.state != TcpState.CLOSE
                        ? -EINVAL
                        : put(socket, name, unset ? 0 : Math.max(value, 1152));
            }
            case TCP_MAXSEG -> {
                return put(socket, name, value == 0 ? 536 : value);
            }
            case TCP_FASTOPEN -> {
                boolean early = socket.state == TcpState.CLOSE || socket.state == TcpState.LISTEN;
                return value < 0 || !early
                        ? -EINVAL
                        : put(
                                socket,
                                name,
                                Math.min(
                                        value,
                                        socket.stack.settings().maxBacklog.value()));
            }
            case TCP_MD5SIG, TCP_MD5SIG_EXT -> {
                return bytes.length < 216 ? -EINVAL : -ENOPROTOOPT;
            }
            default -> {
                return put(socket, name, value);
            }
        }
    }

    /** As Linux: seconds become a number of retransmissions, and those seconds again. */
    private static int deferred(int seconds) {
        if (seconds <= 0) {
            return 0;
        }
        int period = 1;
        int timeout = 1;
        for (int count = 1; seconds > period && count < 255; count++) {
            timeout = Math.min(timeout * 2, 120);
            period += timeout;
        }
        return period;
    }

    private static long put(TcpSocket socket, int name, int value) {
        return InetOptionCalls.put(socket, SOL_TCP, name, value);
    }
}
