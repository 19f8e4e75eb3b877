package io.unishim.testing;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserMemory;

/** Memory of a caller of which only the beginning is there. */
public final class TornBuffer extends UserBuffer {
    private final byte[] bytes;
    private final int good;
    private final boolean anyThread;

    /**
     * Makes zeroed memory.
     *
     * @param length bytes that the caller names
     * @param good how many of them are there
     * @param anyThread whether threads of others may move bytes
     */
    public TornBuffer(int length, int good, boolean anyThread) {
        this.bytes = new byte[length];
        this.good = good;
        this.anyThread = anyThread;
    }

    /** @return the bytes, shared */
    public byte[] bytes() {
        return bytes;
    }

    /** @return how many of them are there */
    public int good() {
        return good;
    }

    private int there(long at, int length) {
        int count = (int) Math.min(length, good - at);
        if (count <= 0 && length > 0) {
            throw MemoryFault.FAULT;
        }
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public int put(long at, byte[] source, int from, int length) {
        int count = there(at, length);
        System.arraycopy(source, from, bytes, (int) at, count);
        return count;
    }

    @Override
    public int put(long at, OffHeap source, int from, int length) {
        int count = there(at, length);
        source.get(from, bytes, (int) at, count);
        return count;
    }

    @Override
    public int get(long at, byte[] target, int to, int length) {
        int count = there(at, length);
        System.arraycopy(bytes, (int) at, target, to, count);
        return count;
    }

    @Override
    public int get(long at, OffHeap target, int to, int length) {
        int count = there(at, length);
        target.put(to, bytes, (int) at, count);
        return count;
    }

    @Override
    public boolean anyThread() {
        return anyThread;
    }

    @Override
    public long addressIn(UserMemory memory) {
        throw new UnsupportedOperationException();
    }
}
