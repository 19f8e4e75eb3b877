package io.unishim.elfloader;

import io.unishim.elfloader.engine.TenantLimits;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.linux.ProgramCallsFamily;
import io.unishim.memory.AddressSpace;
import java.util.Set;

/** The library that runs programs: their threads, {@code execve(2)} and what else reaches into a program's registers. */
public final class ElfLoaderLibrary implements MicroLibrary {
    /** Bytes of memory that each process of an {@linkplain Program#isolated() isolated} program may have to write to. */
    public static final Option<Long> ISOLATED_MEMORY = new Option<>("elfloader.isolated.memory", 4L << 30);

    /** How many threads all processes of an isolated program may have, each process being one at least. */
    public static final Option<Integer> ISOLATED_THREADS = new Option<>("elfloader.isolated.threads", 1024);

    /** For {@link java.util.ServiceLoader}. */
    public ElfLoaderLibrary() {}

    @Override
    public String name() {
        return "elfloader";
    }

    @Override
    public Set<Class<?>> uses() {
        return Set.of(AddressSpace.Factory.class);
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(ProgramThreads.class);
    }

    @Override
    public void boot(Boot boot) {
        TenantLimits limits = new TenantLimits(boot.option(ISOLATED_MEMORY), boot.option(ISOLATED_THREADS));
        ProgramThreads threads = new ProgramThreads(boot.shim().time(), limits);
        boot.onClose(threads::close);
        boot.provide(ProgramThreads.class, threads);
        boot.lifecycle(new ExecutedFiles());
        boot.calls(ProgramCallsFamily.FAMILY, new ProgramHandlers());
    }
}
