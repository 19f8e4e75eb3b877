package io.unishim.bench;

import io.unishim.memory.JavaMemory;

/** Words and copies out of the memory of a process whose code is Java. */
public class JavaProcessMemory extends MemoryRows {
    private final JavaMemory memory = new JavaMemory();
    private final long address = memory.allocate(4096);

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
}
