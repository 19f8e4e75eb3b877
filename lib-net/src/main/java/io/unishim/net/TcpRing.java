package io.unishim.net;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes received in order that nobody has read yet. It begins without memory and grows as it must. Guarded by the lock of the
 * connection; {@link #available} is read without it.
 */
final class TcpRing {
    private final Blocks<OffHeap> blocks;
    private @Nullable OffHeap block;
    private int head;
    private volatile int size;

    TcpRing(Blocks<OffHeap> blocks) {
        this.blocks = blocks;
    }

    int available() {
        return size;
    }

    /**
     * Takes bytes from a sender.
     *
     * @param count how many of them there are, at most
     * @param limit how many bytes the ring may hold
     * @return how many there was room for
     * @throws MemoryFault if one of them cannot be read; then none was taken
     */
    int write(UserBuffer from, long at, long count, int limit) {
        int used = size;
        int most = (int) Math.min(count, limit - used);
        if (most <= 0) {
            return 0;
        }
        OffHeap memory = room(used + most);
        int mask = memory.size() - 1;
        int tail = head + used & mask;
        int first = Math.min(most, memory.size() - tail);
        int moved = from.get(at, memory, tail, first);
        if (moved == first && moved < most) {
            moved += from.get(at + moved, memory, 0, most - moved);
        }
        if (moved < most) {
            throw MemoryFault.FAULT; // as Linux: what cannot be copied whole is not sent
        }
        size = used + most;
        return most;
    }

    private OffHeap room(int needed) {
        OffHeap now = block;
        if (now != null && now.size() >= needed) {
            if (size == 0) {
                head = 0;
            }
            return now;
        }
        OffHeap bigger = blocks.take(Blocks.sizeFor(needed));
        if (now != null) {
            int first = Math.min(size, now.size() - head);
            bigger.put(0, now, head, first);
            bigger.put(first, now, 0, size - first);
            blocks.give(now);
        }
        head = 0;
        block = bigger;
        return bigger;
    }

    /**
     * Gives bytes to a reader and keeps them.
     *
     * @param skip how many to leave out
     * @param count how many, of those that there are
     * @return how many were copied
     * @throws MemoryFault if the first of them cannot be written
     */
    int peek(UserBuffer into, long at, int skip, int count) {
        OffHeap memory = block;
        if (memory == null || count == 0) {
            return 0;
        }
        int start = head + skip & memory.size() - 1;
        int first = Math.min(count, memory.size() - start);
        int moved = into.put(at, memory, start, first);
        if (moved == first && moved < count) {
            try {
                moved += into.put(at + moved, memory, 0, count - moved);
            } catch (MemoryFault fault) {
                return moved;
            }
        }
        return moved;
    }

    byte peek(int skip) {
        OffHeap memory = block;
        return memory == null ? 0 : memory.getByte(head + skip & memory.size() - 1);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time does it; volatile for who asks without the lock
    void skip(int count) {
        OffHeap memory = block;
        if (memory != null) {
            head = head + count & memory.size() - 1;
            size = size - count;
        }
    }

    /** Drops everything and gives the memory back. */
    void clear() {
        size = 0;
        head = 0;
        OffHeap memory = block;
        block = null;
        if (memory != null) {
            blocks.give(memory);
        }
    }
}
