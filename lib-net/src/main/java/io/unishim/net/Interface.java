package io.unishim.net;

import static io.unishim.abi.Ioctls.IFF_BROADCAST;
import static io.unishim.abi.Ioctls.IFF_LOOPBACK;
import static io.unishim.abi.Ioctls.IFF_MULTICAST;
import static io.unishim.abi.Ioctls.IFF_RUNNING;
import static io.unishim.abi.Ioctls.IFF_UP;

import java.util.List;

/**
 * A network interface of a shim (man 7 netdevice).
 *
 * @param index from 1 on
 * @param hardware its hardware address, six bytes with the first on top
 */
record Interface(String name, int index, int mtu, long hardware, List<Assigned> addresses) {
    static final int QUEUE = 1000;
    /** IFF_LOWER_UP, which ioctls do not tell. */
    private static final int LOWER_UP = 0x10000;

    static final Interface LOOPBACK =
            new Interface("lo", 1, 65_536, 0, List.of(new Assigned(Ip.LOOPBACK4, 8), new Assigned(Ip.LOOPBACK6, 128)));

    boolean isLoopback() {
        return index == LOOPBACK.index;
    }

    /** @return what SIOCGIFFLAGS tells */
    int flags() {
        return IFF_UP | IFF_RUNNING | (isLoopback() ? IFF_LOOPBACK : IFF_BROADCAST | IFF_MULTICAST);
    }

    /** @return what rtnetlink tells */
    int allFlags() {
        return flags() | LOWER_UP;
    }

    /** @return ARPHRD_LOOPBACK or ARPHRD_ETHER */
    int hardwareType() {
        return isLoopback() ? 772 : 1;
    }

    byte[] hardwareBytes() {
        return bytes(hardware);
    }

    /** @return a hardware address as six bytes */
    static byte[] bytes(long hardware) {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (hardware >>> 40 - 8 * i);
        }
        return bytes;
    }
}
