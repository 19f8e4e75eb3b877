package io.unishim.memory;

import java.nio.ByteBuffer;

/**
 * A range of bytes that a call reads or fills: a Java array, an NIO buffer, a range of a program's memory, or several
 * such ranges in a row ({@link UserIovec}). A handler copies between it and its own storage, once.
 *
 * <p>A buffer given to a handler belongs to the call: it is not kept after the handler has returned.
 */
public abstract class UserBuffer {
    protected UserBuffer() {}

    /**
     * A whole array.
     *
     * @param bytes shared, not copied
     * @return the buffer
     */
    public static UserBuffer of(byte[] bytes) {
        return new ArrayBuffer(bytes, 0, bytes.length);
    }

    /**
     * A part of an array.
     *
     * @param bytes shared, not copied
     * @param offset first index
     * @param length bytes
     * @return the buffer
     */
    public static UserBuffer of(byte[] bytes, int offset, int length) {
        return new ArrayBuffer(bytes, offset, length);
    }

    /**
     * The bytes from an NIO buffer's position to its limit; the position does not move.
     *
     * @param buffer heap or direct, shared
     * @return the buffer
     */
    public static UserBuffer of(ByteBuffer buffer) {
        return new NioBuffer(buffer);
    }

    /** @return the bytes in the range as the caller gave them, possibly absurd: up to 2^63-1, or negative for more */
    public abstract long length();

    /**
     * Copies into the range (the kernel's {@code copy_to_user}).
     *
     * @param at offset in the range, from which at least {@code length} bytes remain
     * @param source bytes to copy
     * @param from first index to copy
     * @param length bytes, 0 or more
     * @return the bytes copied; fewer than {@code length} only if a later byte cannot be written
     * @throws MemoryFault if not one byte could be written and {@code length} is not 0
     */
    public abstract int put(long at, byte[] source, int from, int length);

    /** As {@link #put(long, byte[], int, int)}, from a block. */
    public abstract int put(long at, OffHeap source, int from, int length);

    /**
     * Copies out of the range (the kernel's {@code copy_from_user}).
     *
     * @param at offset in the range, from which at least {@code length} bytes remain
     * @param target where to put them
     * @param to first index to fill
     * @param length bytes, 0 or more
     * @return the bytes copied; fewer than {@code length} only if a later byte cannot be read
     * @throws MemoryFault if not one byte could be read and {@code length} is not 0
     */
    public abstract int get(long at, byte[] target, int to, int length);

    /** As {@link #get(long, byte[], int, int)}, into a block. */
    public abstract int get(long at, OffHeap target, int to, int length);

    /**
     * Tells where bytes lie for the host's own calls, which check addresses themselves: so that they move without a copy
     * between. Another thread may unmap them meanwhile; the call then answers {@code -EFAULT}. The address is used at once,
     * and not after anything that may block.
     *
     * @param at offset in the range
     * @param length bytes, 1 or more, that lie there in a row
     * @return the host's address of the first byte, or 0: the bytes are to be copied
     */
    public long hostAddress(long at, long length) {
        return 0;
    }

    /**
     * Tells whether another thread may move bytes in or out while the call's own waits, and cannot return before it is done.
     * If not, they are at hand for that one only.
     */
    public boolean anyThread() {
        return true;
    }

    /**
     * An address of this range in the given memory, so that it can pass through a route of six longs.
     *
     * @param memory the caller's
     * @return its address; end with {@link UserMemory#reclaim}
     */
    public abstract long addressIn(UserMemory memory);

    static int orFault(int copied, int length) {
        if (copied == 0 && length != 0) {
            throw MemoryFault.FAULT;
        }
        return copied;
    }
}
