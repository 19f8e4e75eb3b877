package io.unishim.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;

/** Words and copies by java.nio, which checks bounds and is inlined: about the least there can be. */
public class DirectBuffer extends MemoryRows {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer block = ByteBuffer.allocateDirect(PAGE);

    @Override
    long word() {
        return memory.getLong(0);
    }

    @Override
    void word(long value) {
        memory.putLong(0, value);
    }

    @Override
    void copy(byte[] to, int length) {
        memory.get(0, to, 0, length);
    }

    /** Into memory outside the heap. */
    @Benchmark
    public ByteBuffer block4096() {
        return block.put(0, memory, 0, 4096);
    }
}
