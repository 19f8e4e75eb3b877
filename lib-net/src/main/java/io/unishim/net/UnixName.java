package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Socket.AF_UNIX;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A name of an AF_UNIX socket: what follows the family in {@code struct sockaddr_un}. */
final class UnixName {
    private static final int FAMILY = 2;
    private static final int MOST = 108;

    /** The address of a socket without a name. */
    static final byte[] NONE = {AF_UNIX, 0};

    private final int type;
    private final byte[] bytes;

    /** @param type of the socket: names of different types are different */
    UnixName(int type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** @return 0 if an address has a name of this family, else {@code -EINVAL} */
    static long check(byte[] address) {
        boolean fits = address.length > FAMILY && address.length <= FAMILY + MOST;
        return fits && Addresses.family(address) == AF_UNIX ? 0 : -EINVAL;
    }

    /** @return whether an address asks for a name of the kernel's choice */
    static boolean isEmpty(byte[] address) {
        return address.length == FAMILY && Addresses.family(address) == AF_UNIX;
    }

    /** @return whether a checked address is a path */
    static boolean isPath(byte[] address) {
        return address[FAMILY] != 0;
    }

    static UnixName of(int type, byte[] address) {
        return new UnixName(type, Arrays.copyOfRange(address, FAMILY, address.length));
    }

    byte[] address() {
        byte[] address = new byte[FAMILY + bytes.length];
        address[0] = AF_UNIX;
        System.arraycopy(bytes, 0, address, FAMILY, bytes.length);
        return address;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UnixName name && name.type == type && Arrays.equals(name.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + type;
    }
}
