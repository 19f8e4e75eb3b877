package io.unishim.net;

import static io.unishim.abi.Errnos.EDOM;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ERANGE;
import static io.unishim.abi.Socket.*;
import static io.unishim.net.RareOptions.*;

import io.unishim.abi.Capabilities;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Credentials;
import io.unishim.task.Pidfds;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Options of SOL_SOCKET (man 7 socket); AF_UNIX has no other level. */
final class OptionCalls {
    private static final int LEAST_SEND_BUFFER = 4608;
    private static final int LEAST_RECEIVE_BUFFER = 2304;
    /** The kernel doubles what it is told, and takes no more than net.core.wmem_max. */
    static final int MOST_BUFFER = 4_194_304;

    private OptionCalls() {}

    static long set(Task task, Socket socket, int level, int name, UserBuffer value) {
        int length = (int) value.length();
        if (length < 0) {
            return -EINVAL;
        }
        if (level != SOL_SOCKET) {
            return socket.setOption(task, level, name, value);
        }
        if (name == SO_BINDTODEVICE) {
            return SocketLevelOptions.bindToDevice(task, socket, value);
        }
        if (length < 4) {
            return -EINVAL;
        }
        byte[] bytes = new byte[Math.min(length, 16)];
        if (value.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long result = set(task, socket, name, in.getInt(0), in);
        if (result == 0 && socket instanceof InetSocket inet) {
            HostTuning.tell(inet, level, name);
        }
        return result;
    }

    private static long set(Task task, Socket socket, int name, int number, ByteBuffer in) {
        SocketOptions options = socket.options();
        boolean on = number != 0;
        switch (name) {
            case SO_PASSCRED -> {
                if (socket instanceof InetSocket) {
                    return -EOPNOTSUPP;
                }
                options.passCredentials = on;
            }
            case SO_REUSEADDR -> options.reuseAddress = on;
            case SO_REUSEPORT -> {
                if (on && socket.domain() == AF_UNIX) {
                    return -EOPNOTSUPP;
                }
                options.reusePort = on;
            }
            case SO_KEEPALIVE -> options.keepAlive = on;
            case SO_BROADCAST -> options.broadcast = on;
            case SO_OOBINLINE -> options.outOfBandInline = on;
            case SO_DONTROUTE -> options.dontRoute = on;
            case SO_RCVLOWAT -> options.receiveLowMark = lowMark(socket, number);
            case SO_SNDBUF -> {
                options.sendBuffer = buffer(number, LEAST_SEND_BUFFER);
                options.sendBufferSet = true;
            }
            case SO_RCVBUF -> {
                options.receiveBuffer = buffer(number, LEAST_RECEIVE_BUFFER);
                options.receiveBufferSet = true;
            }
            case SO_SNDBUFFORCE, SO_RCVBUFFORCE -> {
                if (!Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN)) {
                    return -EPERM;
                }
                if (name == SO_SNDBUFFORCE) {
                    options.sendBuffer = buffer(number, LEAST_SEND_BUFFER);
                } else {
                    options.receiveBuffer = buffer(number, LEAST_RECEIVE_BUFFER);
                }
            }
            case SO_PRIORITY -> {
                if ((number < 0 || number > 6) && !Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN)) {
                    return -EPERM;
                }
                options.priority = number;
            }
            case SO_LINGER -> {
                if (in.capacity() < 8) {
                    return -EINVAL;
                }
                options.linger = on;
                options.lingerSeconds = on ? in.getInt(4) : options.lingerSeconds;
            }
            case SO_RCVTIMEO, SO_SNDTIMEO, SO_RCVTIMEO_NEW, SO_SNDTIMEO_NEW -> {
                return setTimeout(options, name == SO_RCVTIMEO || name == SO_RCVTIMEO_NEW, in);
            }
            default -> {
                return SocketLevelOptions.set(task, socket, name, number, in);
            }
        }
        return 0;
    }

    /** As Linux: of TCP at most half of what its buffer may become. */
    private static int lowMark(Socket socket, int wanted) {
        int least = wanted < 0 ? Integer.MAX_VALUE : Math.max(wanted, 1);
        return socket instanceof TcpSocket ? Math.min(least, MOST_BUFFER / 2) : least;
    }

    private static int buffer(int wanted, int least) {
        int cut = Integer.compareUnsigned(wanted, MOST_BUFFER) > 0 ? MOST_BUFFER : wanted;
        return Math.max(2 * cut, least);
    }

    private static long setTimeout(SocketOptions options, boolean receive, ByteBuffer in) {
        if (in.capacity() < 16) {
            return -EINVAL;
        }
        long seconds = in.getLong(0);
        long micros = in.getLong(8);
        if (micros < 0 || micros >= 1_000_000) {
            return -EDOM;
        }
        long nanos = seconds < 0 ? 1 : Math.min(seconds, 1L << 32) * 1_000_000_000L + micros * 1000;
        if (receive) {
            options.receiveTimeout = nanos;
        } else {
            options.sendTimeout = nanos;
        }
        return 0;
    }

    static long get(Task task, Socket socket, int level, int name, long where, UserInt length) {
        if (level != SOL_SOCKET) {
            return socket.getOption(task, level, name, where, length);
        }
        int room = length.get();
        if (room < 0) {
            return -EINVAL;
        }
        if (name == SO_PEERNAME && socket.peerName() == null) {
            return -ENOTCONN;
        }
        long refused = SocketLevelOptions.refusal(socket, name, room);
        if (refused != 0) {
            return refused;
        }
        if (name == SO_PEERPIDFD) {
            return peerPidfd(task, socket, where, length, room);
        }
        byte[] value = value(socket, name, room);
        if (value == null) {
            return -ENOPROTOOPT;
        }
        if (name == SO_PEERGROUPS && room < value.length) {
            length.set(value.length);
            return -ERANGE;
        }
        int count = Math.min(room, value.length);
        if (task.memory().write(where, value, 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        length.set(count);
        return 0;
    }

    private static byte @Nullable [] value(Socket socket, int name, int room) {
        SocketOptions options = socket.options();
        return switch (name) {
            case SO_TYPE -> ints(socket.type());
            case SO_DOMAIN -> ints(socket.domain());
            case SO_PROTOCOL -> ints(socket.protocol());
            case SO_ERROR -> ints(socket.takeError());
            case SO_ACCEPTCONN -> bool(socket.listening());
            case SO_PEERCRED -> ints(socket.peer().ids());
            case SO_PASSCRED -> bool(options.passCredentials);
            case SO_REUSEADDR -> bool(options.reuseAddress);
            case SO_REUSEPORT -> bool(options.reusePort);
            case SO_KEEPALIVE -> bool(options.keepAlive);
            case SO_BROADCAST -> bool(options.broadcast);
            case SO_OOBINLINE -> bool(options.outOfBandInline);
            case SO_DONTROUTE -> bool(options.dontRoute);
            case SO_PRIORITY -> ints(options.priority);
            case SO_RCVLOWAT -> ints(options.receiveLowMark);
            case SO_SNDLOWAT -> ints(1);
            case SO_SNDBUF -> ints(options.sendBuffer);
            case SO_RCVBUF -> ints(options.receiveBuffer);
            case SO_LINGER -> ints(options.linger ? 1 : 0, options.lingerSeconds);
            case SO_RCVTIMEO, SO_RCVTIMEO_NEW -> timeval(options.receiveTimeout);
            case SO_SNDTIMEO, SO_SNDTIMEO_NEW -> timeval(options.sendTimeout);
            default -> SocketLevelOptions.value(socket, name, room);
        };
    }

    private static long peerPidfd(Task task, Socket socket, long where, UserInt length, int room) {
        long fd = Pidfds.openFor(task, socket.peer().pid());
        if (fd < 0) {
            return fd;
        }
        byte[] value = ints((int) fd);
        int count = Math.min(room, value.length);
        if (task.memory().write(where, value, 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        length.set(count);
        return 0;
    }

    static byte[] bool(boolean value) {
        return ints(value ? 1 : 0);
    }

    static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int each : values) {
            out.putInt(each);
        }
        return out.array();
    }

    private static byte[] timeval(long nanos) {
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        return out.putLong(nanos / 1_000_000_000L)
                .putLong(nanos % 1_000_000_000L / 1000)
                .array();
    }
}
