package io.unishim.net;

import static io.unishim.abi.Capabilities.CAP_NET_ADMIN;
import static io.unishim.abi.Capabilities.CAP_NET_RAW;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Socket.*;
import static io.unishim.net.RareOptions.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

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
            case SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMP_NEW, SO_TIMESTAMPNS_NEW ->
                TimeStamps.ask(options, name, on);
            case SO_TIMESTAMPING, SO_TIMESTAMPING_NEW -> {
                return TimeStamps.ask(socket, name, number);
            }
            case SO_ZEROCOPY -> {
                boolean knows = socket instanceof TcpSocket
                        || socket instanceof UdpSocket udp && udp.protocol() == IPPROTO_UDP && !udp.raw();
                if (!knows || number < 0 || number > 1) {
                    return knows ? -EINVAL : -EOPNOTSUPP;
                }
                options.zeroCopy = on;
            }
            case SO_DEBUG -> {
                return on && !may(task, CAP_NET_ADMIN) ? -EACCES : 0;
            }
            case SO_BSDCOMPAT, SO_CNX_ADVICE -> {}
            case SO_INCOMING_CPU -> options.note(name, number);
            case SO_WIFI_STATUS, SO_NOFCS -> options.note(name, on ? 1 : 0);
            case SO_PEEK_OFF -> options.peekOffset = number;
            case SO_RCVMARK -> options.receivesMark = on;
            case SO_RCVPRIORITY -> options.receivesPriority = on;
            case SO_BINDTOIFINDEX -> {
                return bindToIndex(task, socket, number);
            }
            case SO_NO_CHECK -> options.noChecksums = on;
            case SO_RXQ_OVFL -> options.countsDrops = on;
            case SO_SELECT_ERR_QUEUE -> options.errorsAreExceptions = on;
            case SO_MARK -> {
                if (!may(task, CAP_NET_ADMIN, CAP_NET_RAW)) {
                    return -EPERM;
                }
                options.mark = number;
            }
            case SO_MAX_PACING_RATE ->
                options.pacingRate = in.capacity() >= 8 ? in.getLong(0) : number == -1 ? -1 : number & 0xffff_ffffL;
            case SO_BUF_LOCK -> {
                if ((number & ~3) != 0) {
                    return -EINVAL;
                }
                options.sendBufferSet = (number & 1) != 0;
                options.receiveBufferSet = (number & 2) != 0;
            }
            case SO_RESERVE_MEM -> {
                return number < 0 ? -EINVAL : -EOPNOTSUPP; // there is no accounting by groups
            }
            default -> {
                return socket.domain() == AF_UNIX && isOfUnix(name)
                        ? setUnix(socket, name, number, in)
                        : setTuning(task, socket, name, number);
            }
        }
        return 0;
    }

    private static boolean isOfUnix(int name) {
        return switch (name) {
            case SO_PASSSEC, SO_PASSPIDFD, SO_PASSRIGHTS, SO_INQ -> true;
            default -> false;
        };
    }

    private static long setUnix(Socket socket, int name, int number, ByteBuffer in) {
        SocketOptions options = socket.options();
        boolean on = number != 0;
        switch (name) {
            // No security module labels anything here, as on a host without one.
            case SO_PASSSEC -> options.note(name, on ? 1 : 0);
            case SO_PASSPIDFD -> options.passPidfd = on;
            case SO_PASSRIGHTS -> options.passRights = on;
            default -> {
                if (socket.type() != SOCK_STREAM) {
                    return -ENOPROTOOPT;
                }
                if (in.capacity() != 4 || (number & ~1) != 0) {
                    return -EINVAL;
                }
                options.tellsRest = on;
            }
        }
        return 0;
    }

    /** What tunes a network device, of which there is none that could be tuned. */
    private static long setTuning(Task task, Socket socket, int name, int number) {
        SocketOptions options = socket.options();
        switch (name) {
            case SO_BUSY_POLL -> {
                if (number < 0) {
                    return -EINVAL;
                }
                options.busyPoll = number;
            }
            case SO_PREFER_BUSY_POLL, SO_BUSY_POLL_BUDGET -> {
                boolean budget = name == SO_BUSY_POLL_BUDGET;
                if ((budget ? number > 0 : number != 0) && !may(task, CAP_NET_ADMIN)) {
                    return -EPERM;
                }
                if (budget && (number < 0 || number > 0xffff)) {
                    return -EINVAL;
                }
                options.note(name, budget || number == 0 ? number : 1);
            }
            case SO_TXREHASH -> {
                boolean connections = socket instanceof TcpSocket;
                if (!connections || number < -1 || number > 1) {
                    return connections ? -EINVAL : -EOPNOTSUPP;
                }
                options.note(name, number == -1 ? 1 : number);
            }
            case SO_PASSSEC, SO_PASSPIDFD, SO_PASSRIGHTS, SO_PASSCRED -> {
                return -EOPNOTSUPP; // of AF_UNIX alone
            }
            default -> {
                return -ENOPROTOOPT;
            }
        }
        return 0;
    }

    /** @return why an option cannot be read, or 0 */
    static long refusal(Socket socket, int name, int room) {
        return switch (name) {
            case SO_COOKIE -> room < 8 ? -EINVAL : 0;
            case SO_NETNS_COOKIE -> room != 8 ? -EINVAL : 0;
            case SO_TXREHASH -> socket instanceof TcpSocket ? 0 : -EOPNOTSUPP;
            case SO_PASSSEC, SO_PASSPIDFD, SO_PASSRIGHTS, SO_PASSCRED ->
                socket.domain() == AF_UNIX || socket.domain() == AF_NETLINK ? 0 : -EOPNOTSUPP;
            case SO_BINDTODEVICE -> room < NAME_SIZE && !socket.options().device.isEmpty() ? -EINVAL : 0;
            case SO_PEERGROUPS, SO_PEERPIDFD -> socket.peer().isNobody() ? -ENODATA : 0;
            default -> 0;
        };
    }

    static byte @Nullable [] value(Socket socket, int name, int room) {
        SocketOptions options = socket.options();
        int stamps = options.timestamp;
        return switch (name) {
            case SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMP_NEW, SO_TIMESTAMPNS_NEW -> OptionCalls.bool(stamps == name);
            case SO_TIMESTAMPING, SO_TIMESTAMPING_NEW ->
                OptionCalls.ints(
                        name == SO_TIMESTAMPING || options.timestampingKind == name ? options.timestamping : 0, 0);
            case SO_DEBUG, SO_BSDCOMPAT, SO_RESERVE_MEM, SO_INCOMING_NAPI_ID -> OptionCalls.ints(0);
            case SO_BUF_LOCK -> OptionCalls.ints((options.sendBufferSet ? 1 : 0) | (options.receiveBufferSet ? 2 : 0));
            case SO_INCOMING_CPU -> OptionCalls.ints(options.noted(name, -1));
            case SO_WIFI_STATUS, SO_NOFCS, SO_PASSSEC, SO_PREFER_BUSY_POLL -> OptionCalls.ints(options.noted(name, 0));
            case SO_TXREHASH -> OptionCalls.ints(options.noted(name, 1));
            case SO_PASSPIDFD -> OptionCalls.bool(options.passPidfd);
            case SO_PASSRIGHTS -> OptionCalls.bool(options.passRights);
            case SO_PEEK_OFF -> OptionCalls.ints(options.peekOffset);
            case SO_RCVMARK -> OptionCalls.bool(options.receivesMark);
            case SO_RCVPRIORITY -> OptionCalls.bool(options.receivesPriority);
            case SO_NO_CHECK -> OptionCalls.bool(options.noChecksums);
            case SO_RXQ_OVFL -> OptionCalls.bool(options.countsDrops);
            case SO_SELECT_ERR_QUEUE -> OptionCalls.bool(options.errorsAreExceptions);
            case SO_ZEROCOPY -> OptionCalls.bool(options.zeroCopy);
            case SO_MARK -> OptionCalls.ints(options.mark);
            case SO_BUSY_POLL -> OptionCalls.ints(options.busyPoll);
            case SO_MAX_PACING_RATE ->
                room >= 8
                        ? longs(options.pacingRate)
                        : OptionCalls.ints((int) Math.min(options.pacingRate, 0xffff_ffffL));
            case SO_COOKIE -> longs(socket.inode());
            case SO_NETNS_COOKIE -> longs(1);
            case SO_MEMINFO -> memory(socket);
            case SO_BINDTODEVICE -> options.device.isEmpty() ? new byte[0] : (options.device + "\0").getBytes(US_ASCII);
            case SO_BINDTOIFINDEX -> OptionCalls.ints(boundIndex(socket));
            case SO_PEERGROUPS -> OptionCalls.ints(socket.peer().groups());
            case SO_PEERNAME -> socket.domain() == AF_UNIX ? null : socket.peerName();
            default -> null;
        };
    }

    /** @return the kernel's struct sk_meminfo, of which programs read the buffers and what they hold */
    private static byte[] memory(Socket socket) {
        SocketOptions options = socket.options();
        int received = (int) Math.min(socket.charged(), Integer.MAX_VALUE);
        return OptionCalls.ints(received, options.receiveBuffer, 0, options.sendBuffer, 0, 0, 0, 0, 0);
    }

    static int boundIndex(Socket socket) {
        Interface to = socket.interfaces().named(socket.options().device);
        return to == null ? 0 : to.index();
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** SO_BINDTODEVICE. */
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
        return bind(task, socket, name, name.isEmpty() || socket.interfaces().named(name) != null);
    }

    /** SO_BINDTOIFINDEX. */
    static long bindToIndex(Task task, Socket socket, int index) {
        Interface to = socket.interfaces().numbered(index);
        return index < 0
                ? rebinds(task, socket) ? -EPERM : -EINVAL
                : bind(task, socket, to == null ? "" : to.name(), to != null || index == 0);
    }

    private static boolean rebinds(Task task, Socket socket) {
        return !socket.options().device.isEmpty() && !may(task, CAP_NET_RAW);
    }

    private static long bind(Task task, Socket socket, String name, boolean exists) {
        if (rebinds(task, socket)) {
            return -EPERM;
        }
        if (!exists) {
            return -ENODEV;
        }
        socket.options().device = name;
        return 0;
    }
}
