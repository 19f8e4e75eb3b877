package io.unishim.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Words and copies out of a page: the rows that each kind of memory has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class MemoryRows {
    static final int PAGE = 4096;

    private final byte[] bytes = new byte[PAGE];
    private long value;

    abstract long word();

    abstract void word(long value);

    abstract void copy(byte[] to, int length);

    @Benchmark
    public long loadLong() {
        return word();
    }

    @Benchmark
    public void storeLong() {
        word(value++);
    }

    @Benchmark
    public byte[] copy64() {
        return copied(64);
    }

    @Benchmark
    public byte[] copy512() {
        return copied(512);
    }

    @Benchmark
    public byte[] copy4096() {
        return copied(PAGE);
    }

    private byte[] copied(int length) {
        copy(bytes, length);
        return bytes;
    }
}
