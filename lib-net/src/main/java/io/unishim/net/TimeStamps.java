package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_TIMESTAMPNS;
import static io.unishim.net.RareOptions.SO_TIMESTAMPNS_NEW;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** When messages came: SO_TIMESTAMP, SO_TIMESTAMPNS and SO_TIMESTAMPING (man 7 socket; the kernel's timestamping.rst). */
final class TimeStamps {
    private static final long SECOND = 1_000_000_000L;

    private static final int RX_SOFTWARE = 1 << 3;
    private static final int SOFTWARE = 1 << 4;

    /** Stamps of sending that come from software: as it goes out, is given to the device, is acknowledged. */
    private static final int SENT = 1 << 1;

    private static final int SCHEDULED = 1 << 8;
    private static final int ACKNOWLEDGED = 1 << 9;
    private static final int SENDING = SENT | SCHEDULED | ACKNOWLEDGED;

    /** With the number of what was sent; without its bytes. */
    private static final int NUMBERED = 1 << 7;

    private static final int ALONE = 1 << 11;

    /** What is not built: statistics, one clock of several, the completion of a device. */
    private static final int NOT_BUILT = 1 << 12 | 1 << 15 | 1 << 18;

    private static final int FROM_WRITTEN = 1 << 16;

    /** SCM_TSTAMP_SND, SCM_TSTAMP_SCHED, SCM_TSTAMP_ACK. */
    private static final int GOES_OUT = 0;

    private static final int TO_DEVICE = 1;
    private static final int IS_KNOWN = 2;
    private static final long LEAST_WAIT = 1_000_000;

    private static final int KNOWN = (1 << 19) - 1;

    private TimeStamps() {}

    /** Sets SO_TIMESTAMPING. @param name that, or what replaced it. @return 0, or why a socket cannot tell so */
    static long ask(Socket socket, int name, int flags) {
        SocketOptions options = socket.options();
        boolean numbered = (flags & NUMBERED) != 0;
        if ((flags & ~KNOWN) != 0 || (flags & FROM_WRITTEN) != 0 && !numbered) {
            return -EINVAL;
        }
        // Of what was sent only the time is told, not the packet with its headers.
        boolean sending = (flags & SENDING) != 0;
        if ((flags & NOT_BUILT) != 0 || sending && ((flags & ALONE) == 0 || !(socket instanceof InetSocket))) {
            return -EOPNOTSUPP;
        }
        if (numbered && (options.timestamping & NUMBERED) == 0) {
            if (socket instanceof TcpSocket tcp && (tcp.state == TcpState.CLOSE || tcp.listening())) {
                return -EINVAL;
            }
            if (socket instanceof InetSocket inet) {
                inet.notices().begin(inet.position());
            }
        }
        options.timestamping = flags;
        options.timestampingKind = name;
        return 0;
    }

    /** @return whether a sender asks when what it sends goes out */
    static boolean ofSending(SocketOptions options) {
        return (options.timestamping & SENDING) != 0;
    }

    /** Something was sent by who {@linkplain #ofSending asks}. */
    static void sent(InetSocket socket) {
        int asked = socket.options().timestamping;
        Notices notices = socket.notices();
        long position = socket.position();
        int number = (asked & NUMBERED) == 0 ? 0 : notices.number(position);
        long now = socket.stack.time().realtimeNanos();
        if ((asked & SCHEDULED) != 0) {
            notices.stamp(TO_DEVICE, number, now);
        }
        if ((asked & SENT) != 0) {
            notices.stamp(GOES_OUT, number, now);
        }
        if ((asked & ACKNOWLEDGED) != 0 && socket instanceof TcpSocket tcp) {
            acknowledged(tcp, position, number);
        }
    }

    /** Tells when a byte is acknowledged: at once within a shim. */
    private static void acknowledged(TcpSocket socket, long position, int number) {
        Tunnel over = socket.tunnel;
        if (over == null || socket.position() - socket.stream.outgoing(true) >= position) {
            socket.notices().stamp(IS_KNOWN, number, socket.stack.time().realtimeNanos());
            socket.wake(POLLERR);
        } else if (!over.from(socket).flight().finished()) {
            over.network()
                    .wire()
                    .after(Math.max(over.roundTrip(), LEAST_WAIT), () -> acknowledged(socket, position, number));
        }
    }

    /** Tells a sender that asked. @param time nanoseconds since 1970 */
    static void tellSent(SocketOptions options, long time, Incoming in) {
        if ((options.timestamping & SOFTWARE) != 0) {
            in.add(SOL_SOCKET, options.timestampingKind, time(1, 48, time));
        }
    }

    /** Tells a receiver that asked. @param time nanoseconds since 1970 */
    static void tell(SocketOptions options, long time, Incoming in) {
        int kind = options.timestamp;
        if (kind != 0) {
            boolean nanos = kind == SO_TIMESTAMPNS || kind == SO_TIMESTAMPNS_NEW;
            in.add(SOL_SOCKET, kind, time(nanos ? 1 : 1000, 16, time));
        }
        if ((options.timestamping & (RX_SOFTWARE | SOFTWARE)) == (RX_SOFTWARE | SOFTWARE)) {
            in.add(SOL_SOCKET, options.timestampingKind, time(1, 48, time));
        }
    }

    private static byte[] time(int unit, int size, long time) {
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        return out.putLong(time / SECOND).putLong(time % SECOND / unit).array();
    }

    /** @return whether somebody asks when messages came */
    static boolean wanted(SocketOptions options) {
        return options.timestamp != 0 || options.timestamping != 0;
    }

    /** @param name SO_TIMESTAMP, SO_TIMESTAMPNS or what replaced them: also the kind of the control message */
    static void ask(SocketOptions options, int name, boolean on) {
        options.timestamp = on ? name : 0;
    }
}
