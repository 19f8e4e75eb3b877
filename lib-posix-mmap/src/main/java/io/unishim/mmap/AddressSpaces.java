package io.unishim.mmap;

import io.unishim.host.Host;
import io.unishim.memory.AddressSpace;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The address spaces of one shim: makes them, and closes those that are left with the shim. */
final class AddressSpaces implements AddressSpace.Factory {
    private final long arenaSize;
    private final Scratch scratch = new Scratch();
    private final Set<LocalAddressSpace> open = ConcurrentHashMap.newKeySet();

    AddressSpaces(long arenaSize) {
        this.arenaSize = arenaSize;
    }

    @Override
    public AddressSpace create() {
        List<String> missing = Host.missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "the host gives no memory to run programs in; it lacks " + String.join("; ", missing));
        }
        LocalAddressSpace space = new LocalAddressSpace(Region.anywhere(arenaSize), scratch, open::remove);
        open.add(space);
        return space;
    }

    void close() {
        for (LocalAddressSpace space : open) {
            space.close();
        }
    }
}
