package io.unishim.vfscore.pipe;

import io.unishim.memory.OffHeap;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one shim has of pipes: their inode numbers, and rings to use again. Off-heap memory comes back only with a garbage
 * collection, and a shell makes thousands of short-lived pipes.
 */
final class Pipes {
    /** What {@code /proc/sys/fs/pipe-max-size} says, bytes. */
    static final int MAX_SIZE = 1 << 20;

    /** The device that pipes without a path are on. */
    static final long DEVICE = 0xf;

    static final int DEFAULT_SIZE = 16 * PipeRing.PAGE;

    private static final int KEPT = 16;

    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong inodes = new AtomicLong(1);
    private final ArrayDeque<OffHeap> spare = new ArrayDeque<>(KEPT);

    Pipes() {}

    long nextInode() {
        return inodes.getAndIncrement();
    }

    /** @return a number by which two pipes are locked in the same order by everyone */
    long nextOrder() {
        return orders.getAndIncrement();
    }

    PipeRing ring(int size) {
        OffHeap bytes = size == DEFAULT_SIZE ? pollSpare() : null;
        return new PipeRing(bytes == null ? OffHeap.allocate(size) : bytes);
    }

    private synchronized @Nullable OffHeap pollSpare() {
        return spare.pollLast();
    }

    synchronized void takeBack(PipeRing ring) {
        if (ring.capacity() == DEFAULT_SIZE && spare.size() < KEPT) {
            spare.addLast(ring.bytes());
        }
    }
}
