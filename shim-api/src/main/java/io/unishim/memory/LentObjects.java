package io.unishim.memory;

import org.jspecify.annotations.Nullable;

/**
 * The objects lent to calls under way in one address space. Slot {@code i} covers the addresses from 2^63 + i * 2^32.
 * Off the hot path: the direct route and programs come here only when a call is hooked.
 */
final class LentObjects {
    private static final int SLOTS = 1 << 16;

    private @Nullable LentObject[] slots = new LentObject[8];

    synchronized long lend(LentObject object) {
        int slot = 0;
        while (slot < slots.length && slots[slot] != null) {
            slot++;
        }
        if (slot == slots.length) {
            if (slot >= SLOTS) {
                throw new IllegalStateException("more than " + SLOTS + " objects lent at once");
            }
            slots = java.util.Arrays.copyOf(slots, slot * 2);
        }
        slots[slot] = object;
        return Long.MIN_VALUE | ((long) slot << 32);
    }

    void reclaim(UserMemory memory, long address) {
        LentObject object;
        synchronized (this) {
            int slot = slot(address);
            object = slot < slots.length ? slots[slot] : null;
            if (object != null) {
                slots[slot] = null;
            }
        }
        if (object != null) {
            object.reclaimed(memory);
        }
    }

    private static int slot(long address) {
        return (int) ((address & Long.MAX_VALUE) >>> 32);
    }

    private synchronized @Nullable LentObject find(long address) {
        int slot = slot(address);
        return slot < slots.length ? slots[slot] : null;
    }

    /** The bytes of {@code object} that lie in the range, from its start. */
    private static int within(LentObject object, long address, int length) {
        long at = address & 0xffff_ffffL;
        return (int) Math.max(0, Math.min(length, object.lentSize() - at));
    }

    int read(long address, byte[] target, int offset, int length) {
        LentObject object = find(address);
        if (object == null) {
            return 0;
        }
        int count = within(object, address, length);
        if (count > 0) {
            object.lentRead((int) address, target, offset, count);
        }
        return count;
    }

    int write(long address, byte[] source, int offset, int length) {
        LentObject object = find(address);
        if (object == null) {
            return 0;
        }
        int count = within(object, address, length);
        if (count > 0) {
            object.lentWrite((int) address, source, offset, count);
        }
        return count;
    }

    int read(long address, OffHeap target, int offset, int length) {
        byte[] bytes = new byte[length];
        int count = read(address, bytes, 0, length);
        target.put(offset, bytes, 0, count);
        return count;
    }

    int write(long address, OffHeap source, int offset, int length) {
        byte[] bytes = new byte[length];
        source.get(offset, bytes, 0, length);
        return write(address, bytes, 0, length);
    }

    long getWord(long address, int size) {
        byte[] bytes = new byte[size];
        if (read(address, bytes, 0, size) != size) {
            throw MemoryFault.FAULT;
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    void putWord(long address, int size, long value) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        if (write(address, bytes, 0, size) != size) {
            throw MemoryFault.FAULT;
        }
    }

    synchronized int compareAndExchangeInt(long address, int expected, int desired) {
        int found = (int) getWord(address, 4);
        if (found == expected) {
            putWord(address, 4, desired);
        }
        return found;
    }
}
