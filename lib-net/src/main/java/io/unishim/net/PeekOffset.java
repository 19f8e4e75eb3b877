package io.unishim.net;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * SO_PEEK_OFF (man 7 socket): where a receive with MSG_PEEK begins. It moves on with what is peeked, and back with what is
 * received. Called under the lock of what waits to be received.
 */
final class PeekOffset {
    private PeekOffset() {}

    /** @return how many bytes a peek skips */
    static int of(SocketOptions options) {
        return Math.max(options.peekOffset, 0);
    }

    /**
     * Finds the message in which a peek begins.
     *
     * @param peekedEmpty whether a message without bytes was peeked before, and is skipped then
     * @param left learns how many bytes of it are skipped
     * @return the message, or null if all are skipped
     */
    static <T> @Nullable T find(
            Iterable<T> waiting, ToIntFunction<T> length, Predicate<T> peekedEmpty, SocketOptions options, int[] left) {
        int offset = of(options);
        for (T each : waiting) {
            int size = length.applyAsInt(each);
            boolean skipped = options.peekOffset >= 0 && offset >= size && (offset > 0 || peekedEmpty.test(each));
            if (!skipped) {
                left[0] = offset;
                return each;
            }
            offset -= size;
        }
        return null;
    }

    /** Bytes were peeked, or received. */
    static void move(SocketOptions options, boolean peeked, long count) {
        int before = options.peekOffset;
        if (before >= 0) {
            long after = peeked ? before + count : before - count;
            options.peekOffset = (int) Math.min(Math.max(after, 0), Integer.MAX_VALUE);
        }
    }
}
