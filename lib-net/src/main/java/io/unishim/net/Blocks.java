package io.unishim.net;

import io.unishim.memory.OffHeap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Blocks of memory for received bytes, to be used again: off-heap memory comes back only with a garbage collection. */
final class Blocks {
    static final int SMALLEST = 4096;
    private static final int SIZES = 10;
    /** Bytes kept of each size. */
    private static final int KEPT = 1 << 20;

    private final ArrayDeque<OffHeap>[] spare = newQueues();

    Blocks() {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static ArrayDeque<OffHeap>[] newQueues() {
        ArrayDeque[] queues = new ArrayDeque[SIZES];
        for (int i = 0; i < SIZES; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }

    private static int index(int size) {
        return Integer.numberOfTrailingZeros(size) - Integer.numberOfTrailingZeros(SMALLEST);
    }

    /** @return a block whose content means nothing. @param size a power of two, {@link #SMALLEST} at least */
    OffHeap take(int size) {
        OffHeap block = poll(index(size));
        return block == null ? OffHeap.allocate(size) : block;
    }

    private synchronized @Nullable OffHeap poll(int index) {
        return index < SIZES ? spare[index].pollLast() : null;
    }

    synchronized void give(OffHeap block) {
        int index = index(block.size());
        if (index < SIZES && (spare[index].size() + 1L) * block.size() <= KEPT) {
            spare[index].addLast(block);
        }
    }
}
