package io.unishim.vfscore.ramfs;

import io.unishim.memory.OffHeap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Blocks for bytes on their way between the host and a buffer: one for each reader at a time, made when it is needed. */
final class Scratch {
    private static final int SIZE = 64 * 1024;
    private static final int KEPT = 4;

    private final ArrayDeque<OffHeap> spare = new ArrayDeque<>(KEPT);

    OffHeap take() {
        OffHeap block = poll();
        return block == null ? OffHeap.allocate(SIZE) : block;
    }

    private synchronized @Nullable OffHeap poll() {
        return spare.pollLast();
    }

    synchronized void giveBack(OffHeap block) {
        if (spare.size() < KEPT) {
            spare.addLast(block);
        }
    }
}
