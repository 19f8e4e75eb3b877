package io.unishim.bench;

import java.util.concurrent.TimeUnit;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Words and copies by jnr-ffi, the usual way to native memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JnrPointer {
    private final Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), 4096);
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
}
