package io.unishim.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An address of either version, in the 128 bits of version 6; one of version 4 is mapped: {@code ::ffff:1.2.3.4}.
 *
 * @param high its first eight bytes
 * @param low its last eight bytes
 */
record Ip(long high, long low) {
    private static final long MAPPED = 0xffffL << 32;

    /** {@code ::}, which also means every address of version 4. */
    static final Ip ANY6 = new Ip(0, 0);

    static final Ip ANY4 = v4(0);
    static final Ip LOOPBACK4 = v4(0x7f000001);
    static final Ip LOOPBACK6 = new Ip(0, 1);

    /** @param bits with the first byte on top */
    static Ip v4(int bits) {
        return new Ip(0, MAPPED | bits & 0xffff_ffffL);
    }

    /** @return the address that is written so, or null if none is. @param text hexadecimal digits and colons */
    static @Nullable Ip ofV6(String text) {
        try {
            // A literal: no name is asked for.
            ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
            return bytes.capacity() == 16 ? new Ip(bytes.getLong(0), bytes.getLong(8)) : null;
        } catch (UnknownHostException none) {
            return null;
        }
    }

    boolean isV4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** @return the four bytes of an address of version 4, the first one on top */
    int v4() {
        return (int) low;
    }

    boolean isAny() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    boolean isLoopback() {
        return isV4() ? v4() >>> 24 == 127 : high == 0 && low == 1;
    }

    boolean isMulticast() {
        return isV4() ? v4() >>> 28 == 14 : high >>> 56 == 0xff;
    }

    boolean isBroadcast() {
        return isV4() && v4() == -1;
    }

    boolean isLinkLocal() {
        return high >>> 54 == 0xfe80 >>> 6;
    }

    /**
     * Whether two sockets of one port receive for a common address (the kernel's ipv6_rcv_saddr_equal).
     *
     * @param onlyV6 whether this one, if it is {@link #ANY6}, means no address of version 4
     */
    boolean meets(boolean onlyV6, Ip other, boolean otherOnlyV6) {
        if (isV4() && other.isV4()) {
            return equals(other) || isAny() || other.isAny();
        }
        if (equals(ANY6) && other.equals(ANY6)) {
            return true;
        }
        if (other.equals(ANY6) && !(otherOnlyV6 && isV4())) {
            return true;
        }
        return equals(ANY6) && !(onlyV6 && other.isV4()) || equals(other);
    }

    @Override
    public String toString() {
        if (isV4()) {
            int bits = v4();
            return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            long half = i < 4 ? high : low;
            text.append(i == 0 ? "" : ":").append(Long.toHexString(half >>> 48 - 16 * (i & 3) & 0xffff));
        }
        return text.toString();
    }
}
