package io.unishim.mmap;

import io.unishim.memory.OffHeap;

/** Where bytes rest between a program's memory and a Java array: a block for each thread that copies. */
final class Scratch {
    /** What a copy moves at a time: more would leave the processor's first cache. */
    static final int SIZE = 16 << 10;

    private final ThreadLocal<OffHeap> blocks = ThreadLocal.withInitial(() -> OffHeap.allocate(SIZE));

    OffHeap block() {
        return blocks.get();
    }
}
