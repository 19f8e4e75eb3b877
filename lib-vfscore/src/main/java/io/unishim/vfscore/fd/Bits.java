package io.unishim.vfscore.fd;

import java.util.Arrays;

/**
 * A bit for each descriptor below some number. A {@code BitSet} keeps books of where its last bit is, which costs more than all
 * else that opening and closing do in the table.
 */
final class Bits {
    private long[] words;

    /** @param size how many there are, a multiple of 64 */
    Bits(int size) {
        words = new long[size / Long.SIZE];
    }

    /** Makes room for more. @param size a multiple of 64 */
    void grow(int size) {
        words = Arrays.copyOf(words, size / Long.SIZE);
    }

    /** @return a bit; false for those that there is no room for. @param i 0 or more */
    boolean get(int i) {
        return i < words.length * Long.SIZE && (words[i >> 6] & 1L << i) != 0;
    }

    void set(int i) {
        words[i >> 6] |= 1L << i;
    }

    void clear(int i) {
        words[i >> 6] &= ~(1L << i);
    }

    void set(int i, boolean on) {
        if (on) {
            set(i);
        } else {
            clear(i);
        }
    }

    /** @return the first one from an index on that is set, or -1. @param from 0 or more */
    int nextSet(int from) {
        long hidden = (1L << from) - 1;
        for (int at = from >> 6; at < words.length; at++) {
            long word = words[at] & ~hidden;
            if (word != 0) {
                return at * Long.SIZE + Long.numberOfTrailingZeros(word);
            }
            hidden = 0;
        }
        return -1;
    }

    /** @return the first one from an index on that is not set; that may be one that there is no room for. @param from 0 or more */
    int nextClear(int from) {
        long hidden = (1L << from) - 1;
        for (int at = from >> 6; at < words.length; at++) {
            long word = ~words[at] & ~hidden;
            if (word != 0) {
                return at * Long.SIZE + Long.numberOfTrailingZeros(word);
            }
            hidden = 0;
        }
        return Math.max(from, words.length * Long.SIZE);
    }
}
