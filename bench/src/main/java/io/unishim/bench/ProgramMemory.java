package io.unishim.bench;

import io.unishim.Shim;
import io.unishim.abi.Mman;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.OffHeap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/** Words and copies out of a program's memory, by copies with a fix-up for bad addresses. */
public class ProgramMemory extends MemoryRows {
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
    private final OffHeap block = OffHeap.allocate(4096);

    @Override
    long word() {
        return memory.getLong(address);
    }

    @Override
    void word(long value) {
        memory.putLong(address, value);
    }

    @Override
    void copy(byte[] to, int length) {
        memory.read(address, to, 0, length);
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
