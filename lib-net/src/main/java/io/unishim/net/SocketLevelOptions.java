package io.unishim.net;

import static io.unishim.abi.Capabilities.CAP_NET_ADMIN;
import static io.unishim.abi.Capabilities.CAP_NET_RAW;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SO_BSDCOMPAT;
import static io.unishim.abi.Socket.SO_BUF_LOCK;
import static io.unishim.abi.Socket.SO_BUSY_POLL;
import static io.unishim.abi.Socket.SO_COOKIE;
import static io.unishim.abi.Socket.SO_DEBUG;
import static io.unishim.abi.Socket.SO_INCOMING_CPU;
import static io.unishim.abi.Socket.SO_MARK;
import static io.unishim.abi.Socket.SO_MAX_PACING_RATE;
import static io.unishim.abi.Socket.SO_NO_CHECK;
import static io.unishim.abi.Socket.SO_PEERNAME;
import static io.unishim.abi.Socket.SO_RXQ_OVFL;
import static io.unishim.abi.Socket.SO_SELECT_ERR_QUEUE;
import static io.unishim.abi.Socket.SO_TIMESTAMP;
import static io.unishim.abi.Socket.SO_TIMESTAMPNS;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rarer options of SOL_SOCKET: time stamps, and what only tunes. Continues {@link OptionCalls}. */
final class SocketLevelOptions {
    private static final int NAME_SIZE = 16;

    private SocketLevelOptions() {}

    private static boolean may(Task task, int... capabilities) {
        for (int each : capabilities) {
            if (Credentials.of(task).hasCapability(each)) {
                return true;
            }
        }
        return false;
    }

    static long set(Task task, Socket socket, int name, int number, ByteBuffer in) {
        SocketOptions options = socket.options();
        boolean on = number != 0;
        switch (name) {
            case SO_TIMESTAMP, SO_TIMESTAMPNS -> {
                options.timestamp = on;
                options.timestampNanos = on && name == SO_TIMESTAMPNS;
            }
            case SO_DEBUG -> {
                return on && !may(task, CAP_NET_ADMIN) ? -EACCES : 0;
            }
            case SO_BSDCOMPAT, SO_INCOMING_CPU -> {}
            case SO_NO_CHECK -> options.noChecksums = on;
            case SO_RXQ_OVFL -> options.countsDrops = on;
            case SO_SELECT_ERR_QUEUE -> options.errorsAreExceptions = on;
            case SO_MARK -> {
                if (!may(task, CAP_NET_ADMIN, CAP_NET_RAW)) {
                    return -EPERM;
                }
                options.mark = number;
            }
            case SO_BUSY_POLL -> {
                if (number > options.busyPoll && !may(task, CAP_NET_ADMIN)) {
                    return -EPERM;
                }
                if (number < 0) {
                    return -EINVAL;
                }
                options.busyPoll = number;
            }
            case SO_MAX_PACING_RATE ->
                options.pacingRate = in.capacity() >= 8 ? in.getLong(0) : number == -1 ? -1 : number & 0xffff_ffffL;
            default -> {
                return -ENOPROTOOPT;
            }
        }
        return 0;
    }

    static byte @Nullable [] value(Socket socket, int name) {
        SocketOptions options = socket.options();
        return switch (name) {
            case SO_TIMESTAMP -> OptionCalls.bool(options.timestamp && !options.timestampNanos);
            case SO_TIMESTAMPNS -> OptionCalls.bool(options.timestampNanos);
            case SO_DEBUG, SO_BSDCOMPAT, SO_BUF_LOCK -> OptionCalls.ints(0);
            case SO_INCOMING_CPU -> OptionCalls.ints(-1);
            case SO_NO_CHECK -> OptionCalls.bool(options.noChecksums);
            case SO_RXQ_OVFL -> OptionCalls.bool(options.countsDrops);
            case SO_SELECT_ERR_QUEUE -> OptionCalls.bool(options.errorsAreExceptions);
            case SO_MARK -> OptionCalls.ints(options.mark);
            case SO_BUSY_POLL -> OptionCalls.ints(options.busyPoll);
            case SO_MAX_PACING_RATE -> longs(options.pacingRate);
            case SO_COOKIE -> socket instanceof InetSocket inet ? longs(inet.cookie()) : null;
            case SO_PEERNAME -> socket.domain() == AF_UNIX ? null : socket.peerName();
            default -> null;
        };
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** SO_BINDTODEVICE: there is the loopback interface alone. */
    static long bindToDevice(Task task, Socket socket, UserBuffer value) {
        int length = (int) Math.min(value.length(), NAME_SIZE - 1);
        if (length < 0) {
            return -EINVAL;
        }
        byte[] bytes = new byte[length];
        if (length > 0 && value.get(0, bytes, 0, length) != length) {
            throw MemoryFault.FAULT;
        }
        String name = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = name.indexOf('\0');
        name = end < 0 ? name : name.substring(0, end);
        if (!socket.options().device.isEmpty() && !may(task, CAP_NET_RAW)) {
            return -EPERM;
        }
        if (!name.isEmpty() && socket.interfaces().named(name) == null) {
            return -ENODEV;
        }
        socket.options().device = name;
        return 0;
    }
}
