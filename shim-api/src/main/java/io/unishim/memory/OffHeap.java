package io.unishim.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block of the JVM's own memory outside the heap, zeroed, with an address that the host's kernel and machine code
 * understand. It lives as long as it is reachable; there is no way to use it after it was freed.
 *
 * <p>Offsets are bytes from its start, values little-endian. An offset outside the block throws {@link
 * IndexOutOfBoundsException}: it is a bug of the caller, never a program's doing.
 */
public final class OffHeap {
    private final ByteBuffer bytes;
    private final long address;

    private OffHeap(ByteBuffer bytes, long address) {
        this.bytes = bytes;
        this.address = address;
    }

    /**
     * Allocates a zeroed block.
     *
     * @param size bytes, 1 to 2^31-1
     * @param alignment a power of two; the block's address is a multiple of it
     * @return the block
     */
    public static OffHeap allocate(int size, int alignment) {
        ByteBuffer raw = ByteBuffer.allocateDirect(Math.addExact(size, alignment - 1));
        int skip = (int) (-BufferAddress.of(raw) & (alignment - 1));
        ByteBuffer block = raw.slice(skip, size).order(ByteOrder.LITTLE_ENDIAN);
        return new OffHeap(block, BufferAddress.of(raw) + skip);
    }

    /**
     * Allocates a zeroed block, aligned to 64 bytes.
     *
     * @param size bytes, 1 to 2^31-64
     * @return the block
     */
    public static OffHeap allocate(int size) {
        return allocate(size, 64);
    }

    /**
     * A view of a direct buffer's bytes from 0 to its capacity.
     *
     * @param direct a direct buffer
     * @return the block, sharing the buffer's memory
     */
    public static OffHeap of(ByteBuffer direct) {
        ByteBuffer view = direct.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        return new OffHeap(view, BufferAddress.of(view));
    }

    /**
     * A part of this block that shares its memory and keeps it alive.
     *
     * @param offset where the part begins
     * @param size its bytes
     * @return the part
     */
    public OffHeap slice(int offset, int size) {
        return new OffHeap(bytes.slice(offset, size).order(ByteOrder.LITTLE_ENDIAN), address + offset);
    }

    /** @return the address of the first byte; valid only while this object is reachable */
    public long address() {
        return address;
    }

    /** @return the bytes in the block */
    public int size() {
        return bytes.capacity();
    }

    /** @return the block as a little-endian buffer of position 0 that shares its memory; use absolute access only */
    public ByteBuffer buffer() {
        return bytes;
    }

    public byte getByte(int offset) {
        return bytes.get(offset);
    }

    public void putByte(int offset, byte value) {
        bytes.put(offset, value);
    }

    public int getInt(int offset) {
        return bytes.getInt(offset);
    }

    public void putInt(int offset, int value) {
        bytes.putInt(offset, value);
    }

    public long getLong(int offset) {
        return bytes.getLong(offset);
    }

    public void putLong(int offset, long value) {
        bytes.putLong(offset, value);
    }

    public void get(int offset, byte[] target, int targetOffset, int length) {
        bytes.get(offset, target, targetOffset, length);
    }

    public void put(int offset, byte[] source, int sourceOffset, int length) {
        bytes.put(offset, source, sourceOffset, length);
    }

    /** Copies between blocks; the ranges may overlap. */
    public void put(int offset, OffHeap source, int sourceOffset, int length) {
        bytes.put(offset, source.bytes, sourceOffset, length);
    }

    /** Writes zeros. */
    public void zero(int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && (at & 7) != 0) {
            bytes.put(at++, (byte) 0);
        }
        for (; at + 8 <= end; at += 8) {
            bytes.putLong(at, 0L);
        }
        while (at < end) {
            bytes.put(at++, (byte) 0);
        }
    }
}
