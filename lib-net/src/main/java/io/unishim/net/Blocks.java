package io.unishim.net;

import java.util.ArrayDeque;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of memory for bytes on their way, to be used again: off-heap memory comes back only with a garbage collection, and
 * arrays would make collections frequent.
 *
 * @param <T> what a block is
 */
final class Blocks<T> {
    static final int SMALLEST = 4096;
    private static final int SIZES = 10;
    /** Bytes kept of each size. */
    private static final int KEPT = 1 << 20;

    private final IntFunction<T> allocation;
    private final ToIntFunction<T> size;
    private final ArrayDeque<T>[] spare = newQueues();

    /**
     * Has no spare blocks.
     *
     * @param allocation makes one of a size
     * @param size tells it
     */
    Blocks(IntFunction<T> allocation, ToIntFunction<T> size) {
        this.allocation = allocation;
        this.size = size;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static <T> ArrayDeque<T>[] newQueues() {
        ArrayDeque[] queues = new ArrayDeque[SIZES];
        for (int i = 0; i < SIZES; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }

    private static int index(int size) {
        return Integer.numberOfTrailingZeros(size) - Integer.numberOfTrailingZeros(SMALLEST);
    }

    /** @return a block whose content means nothing. @param wanted a power of two, {@link #SMALLEST} at least */
    T take(int wanted) {
        T block = poll(index(wanted));
        return block == null ? allocation.apply(wanted) : block;
    }

    /** @return the smallest size of a block that has so much room */
    static int sizeFor(int needed) {
        return Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
    }

    private synchronized @Nullable T poll(int index) {
        return index < SIZES ? spare[index].pollLast() : null;
    }

    synchronized void give(T block) {
        int bytes = size.applyAsInt(block);
        int index = index(bytes);
        if (index < SIZES && (spare[index].size() + 1L) * bytes <= KEPT) {
            spare[index].addLast(block);
        }
    }
}
