package io.unishim.net;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EPFNOSUPPORT;
import static io.unishim.abi.Ioctls.*;
import static io.unishim.abi.Socket.AF_INET;

import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code ioctl(2)} about interfaces (man 7 netdevice): {@code struct ifreq} is a name of 16 bytes and 24 of what is asked. Of
 * sockets of any domain, but only those of AF_INET know addresses.
 */
final class InterfaceRequests {
    private static final int NAME = 16;
    private static final int SIZE = 40;

    /** A struct ifmap, without what pads it. */
    private static final int MAP = 21;

    /** Of a struct arpreq. */
    private static final int ARP_SIZE = 68;

    /** Whether there is a link (linux/ethtool.h). */
    private static final int ETHTOOL_GLINK = 10;

    private final Interfaces interfaces;

    InterfaceRequests(Interfaces interfaces) {
        this.interfaces = interfaces;
    }

    Interfaces interfaces() {
        return interfaces;
    }

    long ioctl(Task task, int domain, int request, long argument) {
        return switch (request) {
            case SIOCGIFCONF -> list(task.memory(), argument);
            case SIOCGIFNAME -> name(task.memory(), argument);
            case SIOCGIFFLAGS, SIOCGIFMETRIC, SIOCGIFMTU, SIOCGIFHWADDR, SIOCGIFINDEX, SIOCGIFTXQLEN, SIOCGIFMAP ->
                ask(task.memory(), request, argument);
            case SIOCGIFADDR, SIOCGIFDSTADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK ->
                domain == AF_INET ? ask(task.memory(), request, argument) : refuse(task.memory(), argument, -ENOTTY);
            case SIOCSIFFLAGS, SIOCSIFMTU, SIOCSIFHWADDR, SIOCSIFTXQLEN -> refuse(task.memory(), argument, -EPERM);
            case SIOCSIFADDR, SIOCSIFDSTADDR, SIOCSIFBRDADDR, SIOCSIFNETMASK, SIOCADDRT, SIOCDELRT ->
                refuse(task.memory(), argument, domain == AF_INET ? -EPERM : -ENOTTY);
            case SIOCETHTOOL -> ethtool(task.memory(), argument);
            case SIOCGARP, SIOCSARP, SIOCDARP ->
                domain == AF_INET ? arp(task.memory(), request, argument) : refuse(task.memory(), argument, -ENOTTY);
            default -> -ENOTTY;
        };
    }

    /** What a driver is asked: whether its link is up, and nothing else. */
    private long ethtool(UserMemory memory, long argument) {
        byte[] request = new byte[SIZE];
        memory.readFully(argument, request);
        String wanted = new String(request, 0, NAME, StandardCharsets.US_ASCII).split("\0", 2)[0];
        long where = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).getLong(NAME);
        int command = memory.getInt(where);
        if (interfaces.named(wanted) == null) {
            return -ENODEV;
        }
        if (command != ETHTOOL_GLINK) {
            return -EOPNOTSUPP;
        }
        memory.putInt(where + Integer.BYTES, 1);
        return 0;
    }

    /** man 7 arp: nobody's hardware address is known, for none is asked for. */
    private long arp(UserMemory memory, int request, long argument) {
        if (request != SIOCGARP) {
            return -EPERM;
        }
        byte[] entry = new byte[ARP_SIZE];
        memory.readFully(argument, entry);
        if (entry[0] != AF_INET || entry[1] != 0) {
            return -EPFNOSUPPORT;
        }
        Interface by = interfaces.of(Ip.v4(ByteBuffer.wrap(entry).getInt(4)));
        return by == null || by.isLoopback() ? -ENODEV : -ENXIO;
    }

    /** Nobody has CAP_NET_ADMIN over the interfaces: they are as the shim was given them. */
    private static long refuse(UserMemory memory, long argument, long errno) {
        memory.readFully(argument, new byte[SIZE]);
        return errno;
    }

    private static @Nullable Assigned first(Interface of) {
        for (Assigned each : of.addresses()) {
            if (each.ip().isV4()) {
                return each;
            }
        }
        return null;
    }

    private static byte[] name(Interface of) {
        byte[] name = new byte[NAME];
        byte[] ascii = of.name().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, name, 0, ascii.length);
        return name;
    }

    /** {@code struct ifconf}: the room in bytes, and where to. */
    private long list(UserMemory memory, long argument) {
        int room = memory.getInt(argument);
        long where = memory.getLong(argument + 8);
        int used = 0;
        for (Interface each : interfaces.all()) {
            Assigned own = first(each);
            if (own == null) {
                continue;
            }
            if (where != 0) {
                if (room - used < SIZE) {
                    break;
                }
                ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
                out.put(0, name(each));
                address(out, own.ip());
                if (memory.write(where + used, out.array(), 0, SIZE) != SIZE) {
                    return -EFAULT;
                }
            }
            used += SIZE;
        }
        memory.putInt(argument, used);
        return 0;
    }

    private long name(UserMemory memory, long argument) {
        Interface found = interfaces.numbered(memory.getInt(argument + NAME));
        if (found == null) {
            return -ENODEV;
        }
        // As Linux: what follows the name stays as it is.
        memory.writeFully(argument, Arrays.copyOf(name(found), found.name().length() + 1));
        memory.writeFully(argument + NAME - 1, new byte[1]);
        return 0;
    }

    private long ask(UserMemory memory, int request, long argument) {
        byte[] bytes = new byte[SIZE];
        memory.readFully(argument, bytes);
        Interface found = interfaces.named(new String(bytes, 0, NAME, StandardCharsets.ISO_8859_1).split("\0", 2)[0]);
        if (found == null) {
            return -ENODEV;
        }
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Assigned own = first(found);
        Ip ip = own == null ? Ip.ANY4 : own.ip();
        switch (request) {
            case SIOCGIFADDR, SIOCGIFDSTADDR -> address(out, ip);
            case SIOCGIFBRDADDR -> address(out, own == null || found.isLoopback() ? Ip.ANY4 : own.broadcast());
            case SIOCGIFNETMASK -> address(out, Ip.v4(own == null ? 0 : own.mask4()));
            case SIOCGIFFLAGS -> out.putShort(NAME, (short) found.flags());
            case SIOCGIFMTU -> out.putInt(NAME, found.mtu());
            case SIOCGIFINDEX -> out.putInt(NAME, found.index());
            case SIOCGIFTXQLEN -> out.putInt(NAME, Interface.QUEUE);
            case SIOCGIFHWADDR -> {
                out.putShort(NAME, (short) found.hardwareType());
                out.put(NAME + 2, found.hardwareBytes());
            }
            case SIOCGIFMAP -> Arrays.fill(bytes, NAME, NAME + MAP, (byte) 0); // no device has any
            default -> out.putInt(NAME, 0);
        }
        memory.writeFully(argument, bytes);
        return 0;
    }

    private static void address(ByteBuffer out, Ip ip) {
        out.putLong(NAME, 0).putLong(NAME + 8, 0);
        out.putShort(NAME, (short) AF_INET);
        out.putInt(NAME + 4, Integer.reverseBytes(ip.v4()));
    }
}
