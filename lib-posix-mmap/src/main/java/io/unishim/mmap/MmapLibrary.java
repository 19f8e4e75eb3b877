package io.unishim.mmap;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.linux.BarrierCallsFamily;
import io.unishim.linux.MemoryCallsFamily;
import io.unishim.linux.MemoryLockCallsFamily;
import io.unishim.linux.MemoryPolicyCallsFamily;
import io.unishim.memory.AddressSpace;
import java.util.Set;

/** The library {@code posix-mmap}: address spaces that programs can run in, and the calls that map memory. */
public final class MmapLibrary implements MicroLibrary {
    /** Bytes of addresses that each process gets; less where the host refuses so many. */
    public static final Option<Long> ARENA = new Option<>("mmap.arena", 256L << 30);

    /** Creates the library; it has no state of its own. */
    public MmapLibrary() {}

    @Override
    public String name() {
        return "posix-mmap";
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(AddressSpace.Factory.class);
    }

    @Override
    public void boot(Boot boot) {
        AddressSpaces spaces = new AddressSpaces(boot.option(ARENA));
        boot.onClose(spaces::close);
        boot.calls(MemoryCallsFamily.FAMILY, new MemoryHandlers());
        boot.calls(MemoryLockCallsFamily.FAMILY, new MemoryLockHandlers());
        MemoryPolicyHandlers policies = new MemoryPolicyHandlers();
        boot.calls(MemoryPolicyCallsFamily.FAMILY, policies);
        boot.lifecycle(policies);
        Barriers barriers = new Barriers();
        boot.calls(BarrierCallsFamily.FAMILY, barriers);
        boot.lifecycle(barriers);
        boot.provide(AddressSpace.Factory.class, spaces);
    }
}
