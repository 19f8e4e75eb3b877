package io.unishim.mmap;

import io.unishim.host.Host;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.HostProcess;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The address spaces of one shim: makes them, and closes those that are left with the shim. */
final class AddressSpaces implements AddressSpace.Factory {
    private final long arenaSize;
    private final Scratch scratch = new Scratch();

    /** Counts shared zeros. */
    private final AtomicLong objects = new AtomicLong();

    /** Asked for once: the question switches Syscall User Dispatch off for the thread that asks. */
    private volatile @Nullable List<String> missing;

    private final Set<MappedAddressSpace> open = ConcurrentHashMap.newKeySet();

    AddressSpaces(long arenaSize) {
        this.arenaSize = arenaSize;
    }

    @Override
    public AddressSpace create() {
        List<String> lacking = missing;
        if (lacking == null) {
            lacking = Host.missing();
            missing = lacking;
        }
        if (!lacking.isEmpty()) {
            throw new IllegalStateException(
                    "the host gives no memory to run programs in; it lacks " + String.join("; ", lacking));
        }
        LocalAddressSpace space =
                new LocalAddressSpace(Region.anywhere(new HostPages(null), arenaSize), scratch, objects, open::remove);
        open.add(space);
        return space;
    }

    @Override
    public AddressSpace create(HostProcess process) {
        HostPages pages = new HostPages(process);
        // Its files are let go when it closes, with its process at the latest; there is nothing else to give back.
        return new RemoteAddressSpace(
                pages, process, Region.anywhere(pages, arenaSize), scratch, objects, closed -> {});
    }

    void close() {
        for (MappedAddressSpace space : open) {
            space.close();
        }
    }
}
