package io.unishim.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Words and copies by java.nio, which checks bounds and is inlined: about the least there can be. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DirectBuffer {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer block = ByteBuffer.allocateDirect(4096);
    private final byte[] bytes = new byte[4096];
    private long value;

    @Benchmark
    public long loadLong() {
        return memory.getLong(0);
    }

    @Benchmark
    public void storeLong() {
        memory.putLong(0, value++);
    }

    @Benchmark
    public byte[] copy64() {
        return copy(64);
    }

    @Benchmark
    public byte[] copy512() {
        return copy(512);
    }

    @Benchmark
    public byte[] copy4096() {
        return copy(4096);
    }

    private byte[] copy(int length) {
        memory.get(0, bytes, 0, length);
        return bytes;
    }

    /** Into memory outside the heap. */
    @Benchmark
    public ByteBuffer block4096() {
        return block.put(0, memory, 0, 4096);
    }
}
