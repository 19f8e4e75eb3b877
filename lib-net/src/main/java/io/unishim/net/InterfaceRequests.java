package io.unishim.net;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ioctls.*;
import static io.unishim.abi.Socket.AF_INET;

import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** {@code ioctl(2)} about interfaces (man 7 netdevice): {@code struct ifreq} is a name of 16 bytes and 24 of what is asked. */
final class InterfaceRequests {
    private static final int NAME = 16;
    private static final int SIZE = 40;
    /** ARPHRD_LOOPBACK. */
    private static final short LOOPBACK_HARDWARE = 772;

    private InterfaceRequests() {}

    static long ioctl(Task task, InetSocket socket, int request, long argument) {
        return switch (request) {
            case SIOCGIFCONF -> list(task.memory(), argument);
            case SIOCGIFNAME -> name(task.memory(), argument);
            case SIOCGIFFLAGS,
                    SIOCGIFADDR,
                    SIOCGIFDSTADDR,
                    SIOCGIFBRDADDR,
                    SIOCGIFNETMASK,
                    SIOCGIFMETRIC,
                    SIOCGIFMTU,
                    SIOCGIFHWADDR,
                    SIOCGIFINDEX,
                    SIOCGIFTXQLEN -> ask(task.memory(), request, argument);
            case SIOCSIFFLAGS,
                    SIOCSIFADDR,
                    SIOCSIFDSTADDR,
                    SIOCSIFBRDADDR,
                    SIOCSIFNETMASK,
                    SIOCSIFMTU,
                    SIOCSIFHWADDR,
                    SIOCSIFTXQLEN,
                    SIOCADDRT,
                    SIOCDELRT -> refuse(task.memory(), argument);
            default -> -ENOTTY;
        };
    }

    /** Nobody has CAP_NET_ADMIN over the one interface there is. */
    private static long refuse(UserMemory memory, long argument) {
        memory.readFully(argument, new byte[SIZE]);
        return -EPERM;
    }

    private static byte[] loopback() {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, Interfaces.LOOPBACK.getBytes(StandardCharsets.US_ASCII));
        address(out, 0x7f000001);
        return out.array();
    }

    private static void address(ByteBuffer out, int ip) {
        out.putShort(NAME, (short) AF_INET);
        out.putInt(NAME + 4, Integer.reverseBytes(ip));
    }

    /** {@code struct ifconf}: the room in bytes, and where to. */
    private static long list(UserMemory memory, long argument) {
        int room = memory.getInt(argument);
        long where = memory.getLong(argument + 8);
        byte[] loopback = loopback();
        if (where == 0) {
            memory.putInt(argument, SIZE);
            return 0;
        }
        int count = room >= SIZE ? SIZE : 0;
        if (memory.write(where, loopback, 0, count) != count) {
            return -EFAULT;
        }
        memory.putInt(argument, count);
        return 0;
    }

    private static long name(UserMemory memory, long argument) {
        if (memory.getInt(argument + NAME) != Interfaces.LOOPBACK_INDEX) {
            return -ENODEV;
        }
        byte[] name = new byte[NAME];
        System.arraycopy(Interfaces.LOOPBACK.getBytes(StandardCharsets.US_ASCII), 0, name, 0, 2);
        memory.writeFully(argument, name);
        return 0;
    }

    private static long ask(UserMemory memory, int request, long argument) {
        byte[] bytes = new byte[SIZE];
        memory.readFully(argument, bytes);
        String name = new String(bytes, 0, NAME, StandardCharsets.ISO_8859_1).split("\0", 2)[0];
        if (!name.equals(Interfaces.LOOPBACK)) {
            return -ENODEV;
        }
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (request) {
            case SIOCGIFADDR, SIOCGIFDSTADDR -> clean(out, 0x7f000001);
            case SIOCGIFBRDADDR -> clean(out, 0);
            case SIOCGIFNETMASK -> clean(out, 0xff000000);
            case SIOCGIFFLAGS -> out.putShort(NAME, (short) Interfaces.LOOPBACK_FLAGS);
            case SIOCGIFMTU -> out.putInt(NAME, Interfaces.LOOPBACK_MTU);
            case SIOCGIFINDEX -> out.putInt(NAME, Interfaces.LOOPBACK_INDEX);
            case SIOCGIFTXQLEN -> out.putInt(NAME, Interfaces.LOOPBACK_QUEUE);
            case SIOCGIFHWADDR -> {
                out.putLong(NAME, 0).putLong(NAME + 8, 0).putShort(NAME, LOOPBACK_HARDWARE);
            }
            default -> out.putInt(NAME, 0);
        }
        memory.writeFully(argument, bytes);
        return 0;
    }

    private static void clean(ByteBuffer out, int ip) {
        out.putLong(NAME, 0).putLong(NAME + 8, 0);
        address(out, ip);
    }
}
