package io.unishim.bench;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Words and copies by jnr-ffi, the usual way to native memory. */
public class JnrPointer extends MemoryRows {
    private final Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), 4096);

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
}
