package io.unishim.mmap;

import io.unishim.memory.UserMemory;
import org.jspecify.annotations.Nullable;

/**
 * A set of nodes as a program gives it.
 *
 * @param low the first 64
 * @param any whether there is any
 */
record NodeSet(long low, boolean any) {
    /** How many nodes Linux knows of at most (MAX_NUMNODES). */
    private static final int MOST = 1024;

    private static final NodeSet EMPTY = new NodeSet(0, false);

    /**
     * Reads one (the kernel's get_nodes).
     *
     * @param address of its first word, or 0
     * @param maxnode one more than its bits
     * @return null if it has too many bits, or one past those that Linux knows
     */
    static @Nullable NodeSet read(UserMemory memory, long address, long maxnode) {
        long bits = maxnode - 1;
        if (bits == 0 || address == 0) {
            return EMPTY;
        }
        if (Long.compareUnsigned(bits, Pages.SIZE * Byte.SIZE) > 0) {
            return null;
        }
        long low = 0;
        boolean any = false;
        for (long first = 0; first < bits; first += Long.SIZE) {
            long word = memory.getLong(address + first / Byte.SIZE);
            long word64 = bits - first < Long.SIZE ? word & (1L << (bits - first)) - 1 : word;
            if (first >= MOST && word64 != 0) {
                return null;
            }
            low |= first == 0 ? word64 : 0;
            any |= word64 != 0;
        }
        return new NodeSet(low, any);
    }

    /** @return whether the one node that there is is among them */
    boolean here() {
        return (low & 1) != 0;
    }
}
