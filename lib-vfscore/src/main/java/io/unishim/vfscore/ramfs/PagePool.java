package io.unishim.vfscore.ramfs;

import io.unishim.memory.OffHeap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of 4 to 64 KiB outside the heap for one file system, cut from slabs that grow with use. A block that was freed is
 * given out again as it is: its content is not zeros.
 */
final class PagePool {
    /** Bytes in a page, the smallest block. */
    static final int PAGE = 4096;

    /** Bytes in the largest block. */
    static final int LARGEST = 64 * 1024;

    private static final int CLASSES = 5;
    private static final int FIRST_SLAB = 64 * 1024;
    private static final int LARGEST_SLAB = 4 * 1024 * 1024;

    private final long limit;
    private final SizeClass[] classes = new SizeClass[CLASSES];
    private long slabBytes;

    /** @param limit how many bytes it may take from the host */
    PagePool(long limit) {
        this.limit = limit;
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = new SizeClass(PAGE << i);
        }
    }

    /** @return how many bytes it may take from the host */
    long limit() {
        return limit;
    }

    /** Takes a block. @param size PAGE times a power of two, at most LARGEST @return the block, or null: no space left */
    synchronized @Nullable Block allocate(int size) {
        return classes[Integer.numberOfTrailingZeros(size / PAGE)].allocate();
    }

    /** Gives a block back; nobody may use it any more. */
    synchronized void free(Block block) {
        classes[Integer.numberOfTrailingZeros(block.size() / PAGE)].free(block);
    }

    /** A block: a part of a slab. */
    static final class Block {
        private final Slab slab;
        private final int offset;

        private Block(Slab slab, int offset) {
            this.slab = slab;
            this.offset = offset;
        }

        /** @return the memory that it is a part of */
        OffHeap memory() {
            return slab.memory;
        }

        /** @return where in the memory it begins */
        int offset() {
            return offset;
        }

        /** @return its bytes */
        int size() {
            return slab.blockSize;
        }
    }

    private static final class Slab {
        private final OffHeap memory;
        private final int blockSize;
        private final ArrayDeque<Block> free;
        private final int blocks;

        Slab(OffHeap memory, int blockSize) {
            this.memory = memory;
            this.blockSize = blockSize;
            this.blocks = memory.size() / blockSize;
            this.free = new ArrayDeque<>(blocks);
            for (int i = 0; i < blocks; i++) {
                free.addLast(new Block(this, i * blockSize));
            }
        }
    }

    /** The slabs of one size of blocks; those with a free block stand in a queue. */
    private final class SizeClass {
        private final int blockSize;
        private final ArrayDeque<Slab> partial = new ArrayDeque<>(2);
        private int nextSlab;

        SizeClass(int blockSize) {
            this.blockSize = blockSize;
            this.nextSlab = Math.max(FIRST_SLAB, blockSize);
        }

        @Nullable
        Block allocate() {
            Slab slab = partial.peekFirst();
            if (slab == null) {
                slab = grow();
                if (slab == null) {
                    return null;
                }
                partial.addFirst(slab);
            }
            Block block = slab.free.pollFirst();
            if (slab.free.isEmpty()) {
                partial.removeFirst();
            }
            return block;
        }

        private @Nullable Slab grow() {
            int size = (int) Math.min(nextSlab, limit - slabBytes) & -blockSize;
            if (size <= 0) {
                return null;
            }
            OffHeap memory;
            try {
                memory = OffHeap.allocate(size);
            } catch (OutOfMemoryError e) {
                return null; // what the JVM may take outside the heap is used up: no space left on device
            }
            slabBytes += size;
            nextSlab = Math.min(LARGEST_SLAB, nextSlab * 2);
            return new Slab(memory, blockSize);
        }

        void free(Block block) {
            Slab slab = block.slab;
            slab.free.addFirst(block);
            if (slab.free.size() == slab.blocks && (partial.size() > 1 || slab.blocks == 1)) {
                // Empty, and there are others to take from: the garbage collector gives it back to the host.
                partial.removeFirstOccurrence(slab);
                slabBytes -= slab.memory.size();
            } else if (slab.free.size() == 1) {
                partial.addFirst(slab);
            }
        }
    }
}
