package io.unishim.bench;

import io.unishim.memory.JavaMemory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Words and copies out of the memory of a process whose code is Java. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JavaProcessMemory {
    private final JavaMemory memory = new JavaMemory();
    private final long address = memory.allocate(4096);
    private final byte[] bytes = new byte[4096];
    private long value;

    @Benchmark
    public long loadLong() {
        return memory.getLong(address);
    }

    @Benchmark
    public void storeLong() {
        memory.putLong(address, value++);
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
        memory.read(address, bytes, 0, length);
        return bytes;
    }
}
