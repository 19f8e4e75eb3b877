package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Socket.AF_UNIX;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A name of an AF_UNIX socket: what follows the family in {@code struct sockaddr_un}. */
final class UnixName {
    private static final int FAMILY = 2;
    static final int MOST = 108;

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

    /** @return the path of a checked address that is one: up to a NUL, if there is one */
    static byte[] path(byte[] address) {
        int end = FAMILY;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(address, FAMILY, end);
    }

    /** @return the name of a checked address; that of a path ends with a NUL */
    static UnixName of(int type, byte[] address) {
        if (isPath(address)) {
            byte[] path = path(address);
            return new UnixName(type, Arrays.copyOf(path, path.length + 1));
        }
        return new UnixName(type, Arrays.copyOfRange(address, FAMILY, address.length));
    }

    /** @return the address of a path */
    static byte[] address(byte[] path) {
        byte[] address = new byte[FAMILY + path.length];
        address[0] = AF_UNIX;
        System.arraycopy(path, 0, address, FAMILY, path.length);
        return address;
    }

    byte[] address() {
        return address(bytes);
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
