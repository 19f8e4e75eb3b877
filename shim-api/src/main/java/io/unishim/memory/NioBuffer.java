package io.unishim.memory;

import java.nio.ByteBuffer;

/** The bytes of an NIO buffer between its position and limit at the time it was wrapped. */
final class NioBuffer extends UserBuffer implements LentObject {
    private final ByteBuffer bytes;

    NioBuffer(ByteBuffer buffer) {
        this.bytes = buffer.slice();
    }

    @Override
    public long length() {
        return bytes.capacity();
    }

    @Override
    public int put(long at, byte[] source, int from, int count) {
        bytes.put(Math.toIntExact(at), source, from, count);
        return count;
    }

    @Override
    public int put(long at, OffHeap source, int from, int count) {
        bytes.put(Math.toIntExact(at), source.buffer(), from, count);
        return count;
    }

    @Override
    public int get(long at, byte[] target, int to, int count) {
        bytes.get(Math.toIntExact(at), target, to, count);
        return count;
    }

    @Override
    public int get(long at, OffHeap target, int to, int count) {
        target.buffer().put(to, bytes, Math.toIntExact(at), count);
        return count;
    }

    @Override
    public long addressIn(UserMemory memory) {
        return memory.lend(this);
    }

    @Override
    public int lentSize() {
        return bytes.capacity();
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
