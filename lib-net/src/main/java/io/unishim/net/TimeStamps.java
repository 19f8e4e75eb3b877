package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
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

    /** Stamps of sending that would come from software, which is not built; those of hardware never come. */
    private static final int SENDING = 1 << 1 | 1 << 8 | 1 << 9 | 1 << 18;

    private static final int OF_ONE_CLOCK = 1 << 15;
    private static final int KNOWN = (1 << 19) - 1;

    private TimeStamps() {}

    /** @return 0, or why a socket cannot tell so */
    static long check(int flags) {
        if ((flags & ~KNOWN) != 0) {
            return -EINVAL;
        }
        return (flags & (SENDING | OF_ONE_CLOCK)) != 0 ? -EOPNOTSUPP : 0;
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
