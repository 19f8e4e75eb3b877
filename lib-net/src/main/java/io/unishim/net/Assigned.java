package io.unishim.net;

/**
 * An address that an interface has.
 *
 * @param prefix how many bits of it name its network
 */
record Assigned(Ip ip, int prefix) {
    /** @return whether another address is in the same network */
    boolean reaches(Ip other) {
        if (other.isV4() != ip.isV4()) {
            return false;
        }
        int bits = ip.isV4() ? prefix + 96 : prefix;
        return ((other.high() ^ ip.high()) & mask(Math.min(bits, 64))) == 0
                && ((other.low() ^ ip.low()) & mask(Math.max(bits - 64, 0))) == 0;
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << 64 - bits;
    }

    int mask4() {
        return (int) (0xffff_ffffL << 32 - prefix);
    }

    /** @return the address of the network itself */
    Ip network() {
        int bits = ip.isV4() ? prefix + 96 : prefix;
        return new Ip(ip.high() & mask(Math.min(bits, 64)), ip.low() & mask(Math.max(bits - 64, 0)));
    }

    /** @return the address of everybody in it. Of version 4 only */
    Ip broadcast() {
        return Ip.v4(ip.v4() | ~mask4());
    }
}
