package io.unishim.memory;

import java.util.Objects;

/** A part of a Java array. */
final class ArrayBuffer extends UserBuffer implements LentObject {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    ArrayBuffer(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    private int index(long at, int count) {
        return offset + (int) Objects.checkFromIndexSize(at, count, (long) length);
    }

    @Override
    public int put(long at, byte[] source, int from, int count) {
        System.arraycopy(source, from, bytes, index(at, count), count);
        return count;
    }

    @Override
    public int put(long at, OffHeap source, int from, int count) {
        source.get(from, bytes, index(at, count), count);
        return count;
    }

    @Override
    public int get(long at, byte[] target, int to, int count) {
        System.arraycopy(bytes, index(at, count), target, to, count);
        return count;
    }

    @Override
    public int get(long at, OffHeap target, int to, int count) {
        target.put(to, bytes, index(at, count), count);
        return count;
    }

    @Override
    public long addressIn(UserMemory memory) {
        return memory.lend(this);
    }

    @Override
    public int lentSize() {
        return length;
    }

    @Override
    public void lentRead(int at, byte[] target, int to, int count) {
        get(at, target, to, count);
    }

    @Override
    public void lentWrite(int at, byte[] source, int from, int count) {
        put(at, source, from, count);
    }
}
