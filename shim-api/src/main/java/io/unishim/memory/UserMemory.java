package io.unishim.memory;

import static io.unishim.abi.Errnos.E2BIG;

import java.util.Objects;

/**
 * The address space of one process: the only way from a handler to a program's bytes.
 *
 * <p>Addresses are 64-bit numbers that a program made up; every one of them may be wrong. Bulk copies return how many
 * bytes they moved before the first bad one, as the kernel's {@code copy_from_user} lets a short {@code read(2)} be
 * told from {@code EFAULT}; access to single words throws {@link MemoryFault}. Nothing here blocks, and nothing ends the
 * JVM, also while another thread unmaps the range.
 *
 * <p>Below address 2^63 lies the process's own memory. Above lie objects that a Java caller <em>lends</em> to one call
 * ({@link #lend}), so that a call made with Java arguments can still be told in six longs.
 */
public abstract class UserMemory {
    private final LentObjects lent = new LentObjects();

    protected UserMemory() {}

    /**
     * Copies from the process into an array.
     *
     * @param address where to read
     * @param target array to fill
     * @param offset first index to fill
     * @param length bytes, 0 or more
     * @return the bytes copied, 0 to {@code length}; fewer than {@code length} if the next one cannot be read
     */
    public final int read(long address, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        return address < 0 ? lent.read(address, target, offset, length) : copyIn(address, target, offset, length);
    }

    /**
     * Copies from an array into the process.
     *
     * @param address where to write
     * @param source bytes to copy
     * @param offset first index to copy
     * @param length bytes, 0 or more
     * @return the bytes copied, 0 to {@code length}; fewer than {@code length} if the next one cannot be written
     */
    public final int write(long address, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return address < 0 ? lent.write(address, source, offset, length) : copyOut(address, source, offset, length);
    }

    /** As {@link #read(long, byte[], int, int)}, into a block. */
    public final int read(long address, OffHeap target, int offset, int length) {
        Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ target.size());
        return address < 0 ? lent.read(address, target, offset, length) : copyIn(address, target, offset, length);
    }

    /** As {@link #write(long, byte[], int, int)}, from a block. */
    public final int write(long address, OffHeap source, int offset, int length) {
        Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ source.size());
        return address < 0 ? lent.write(address, source, offset, length) : copyOut(address, source, offset, length);
    }

    /**
     * As {@link UserBuffer#hostAddress}.
     *
     * @return 0 unless all these bytes are the process's to name, and in the JVM's own address space
     */
    public long hostAddress(long address, long length) {
        return 0;
    }

    /** As {@link UserBuffer#anyThread}. */
    public boolean anyThread() {
        return true;
    }

    /** As {@link #read(long, byte[], int, int)} of a whole array. @throws MemoryFault unless every byte was copied */
    public final void readFully(long address, byte[] target) {
        if (read(address, target, 0, target.length) != target.length) {
            throw MemoryFault.FAULT;
        }
    }

    /** As {@link #write(long, byte[], int, int)} of a whole array. @throws MemoryFault unless every byte was copied */
    public final void writeFully(long address, byte[] source) {
        if (write(address, source, 0, source.length) != source.length) {
            throw MemoryFault.FAULT;
        }
    }

    /**
     * Copies a NUL-terminated string, as the kernel's {@code strncpy_from_user}.
     *
     * @param address its first byte
     * @param target where to put the bytes without the NUL
     * @return the string's length, 0 to {@code target.length - 1}, or {@code -E2BIG} if no NUL stands among the first
     *     {@code target.length} bytes
     * @throws MemoryFault if a byte before the NUL cannot be read
     */
    public final int readString(long address, byte[] target) {
        int done = 0;
        while (done < target.length) {
            // Page by page: the string may end just before memory that cannot be read.
            int step = (int) Math.min(target.length - done, 4096 - ((address + done) & 4095));
            step = Math.min(step, done == 0 ? 128 : 4096);
            int got = read(address + done, target, done, step);
            for (int i = done; i < done + got; i++) {
                if (target[i] == 0) {
                    return i;
                }
            }
            if (got < step) {
                throw MemoryFault.FAULT;
            }
            done += got;
        }
        return -E2BIG;
    }

    /** @throws MemoryFault if it cannot be read */
    public final byte getByte(long address) {
        return address < 0 ? (byte) lent.getWord(address, 1) : loadByte(address);
    }

    /** @throws MemoryFault if it cannot be read */
    public final int getInt(long address) {
        return address < 0 ? (int) lent.getWord(address, 4) : loadInt(address);
    }

    /** @throws MemoryFault if it cannot be read */
    public final long getLong(long address) {
        return address < 0 ? lent.getWord(address, 8) : loadLong(address);
    }

    /** @throws MemoryFault if it cannot be written */
    public final void putByte(long address, byte value) {
        if (address < 0) {
            lent.putWord(address, 1, value);
        } else {
            storeByte(address, value);
        }
    }

    /** @throws MemoryFault if it cannot be written */
    public final void putInt(long address, int value) {
        if (address < 0) {
            lent.putWord(address, 4, value);
        } else {
            storeInt(address, value);
        }
    }

    /** @throws MemoryFault if it cannot be written */
    public final void putLong(long address, long value) {
        if (address < 0) {
            lent.putWord(address, 8, value);
        } else {
            storeLong(address, value);
        }
    }

    /**
     * Compares and exchanges a word atomically, with the order of a locked instruction.
     *
     * @param address of an int, a multiple of 4
     * @return the value found; the exchange took place if it equals {@code expected}
     * @throws MemoryFault if it cannot be written
     */
    public final int compareAndExchangeInt(long address, int expected, int desired) {
        if (address < 0) {
            return lent.compareAndExchangeInt(address, expected, desired);
        }
        return exchangeInt(address, expected, desired);
    }

    /**
     * Gives a Java object an address above 2^63 for the time of one call, so that it can pass through a route of six
     * longs.
     *
     * @param object what is lent
     * @return its address, never 0; end with {@link #reclaim}
     */
    public final long lend(LentObject object) {
        return lent.lend(object);
    }

    /** Ends a loan; the address is bad from now on. Does nothing for an address that was not lent. */
    public final void reclaim(long address) {
        if (address < 0) {
            lent.reclaim(this, address);
        }
    }

    protected abstract int copyIn(long address, byte[] target, int offset, int length);

    protected abstract int copyOut(long address, byte[] source, int offset, int length);

    protected abstract int copyIn(long address, OffHeap target, int offset, int length);

    protected abstract int copyOut(long address, OffHeap source, int offset, int length);

    protected abstract byte loadByte(long address);

    protected abstract int loadInt(long address);

    protected abstract long loadLong(long address);

    protected abstract void storeByte(long address, byte value);

    protected abstract void storeInt(long address, int value);

    protected abstract void storeLong(long address, long value);

    protected abstract int exchangeInt(long address, int expected, int desired);
}
