package io.unishim.vfscore.tree;

import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserMemory;

/** The beginning of a buffer that is longer than what is to be moved. */
public final class ShortBuffer extends UserBuffer {
    private final UserBuffer whole;
    private final long length;

    /** @param length bytes, no more than the whole has */
    public ShortBuffer(UserBuffer whole, long length) {
        this.whole = whole;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int put(long at, byte[] source, int from, int count) {
        return whole.put(at, source, from, count);
    }

    @Override
    public int put(long at, OffHeap source, int from, int count) {
        return whole.put(at, source, from, count);
    }

    @Override
    public int get(long at, byte[] target, int to, int count) {
        return whole.get(at, target, to, count);
    }

    @Override
    public int get(long at, OffHeap target, int to, int count) {
        return whole.get(at, target, to, count);
    }

    @Override
    public boolean anyThread() {
        return whole.anyThread();
    }

    @Override
    public long addressIn(UserMemory memory) {
        return whole.addressIn(memory);
    }
}
