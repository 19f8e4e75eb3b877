package io.unishim.bench;

import io.unishim.Shim;
import io.unishim.abi.Mman;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.OffHeap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Words and copies out of a program's memory, by copies with a fix-up for bad addresses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProgramMemory {
    private final Shim shim = Shim.boot();
    private final AddressSpace memory = shim.service(AddressSpace.Factory.class).create();
    private final long address = memory.map(
            shim.newProcess("bench"),
            0,
            4096,
            Mman.PROT_READ | Mman.PROT_WRITE,
            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS,
            null,
            0,
            "");
    private final byte[] bytes = new byte[4096];
    private final OffHeap block = OffHeap.allocate(4096);
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

    /** Into memory outside the heap, which needs no second copy. */
    @Benchmark
    public OffHeap block4096() {
        memory.read(address, block, 0, 4096);
        return block;
    }

    /** Ends the shim. */
    @TearDown
    public void close() {
        memory.close();
        shim.close();
    }
}
