package io.unishim.mmap;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.Shim;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A process with memory of its own, in a shim that has only this library. */
final class Program implements AutoCloseable {
    static final long PAGE = 4096;
    static final int RW = PROT_READ | PROT_WRITE;
    static final int ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

    final Shim shim;
    final AddressSpace space;
    final Task task;

    Program() {
        shim = Shim.builder().only().library(new MmapLibrary()).boot();
        space = shim.service(AddressSpace.Factory.class).create();
        task = shim.tasks().newProcess(null, space, "program");
    }

    /** Maps zeros where it likes. */
    long map(long pages) {
        return map(0, pages, RW, ANONYMOUS);
    }

    long map(long address, long pages, int protection, int flags) {
        return space.map(task, address, pages * PAGE, protection, flags, null, 0, "");
    }

    long map(long address, long length, int protection, int flags, @Nullable OpenFileDescription file, long offset) {
        return space.map(task, address, length, protection, flags, file, offset, "");
    }

    @Override
    public void close() {
        shim.close();
    }
}
