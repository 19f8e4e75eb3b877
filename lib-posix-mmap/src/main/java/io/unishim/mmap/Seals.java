package io.unishim.mmap;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MADV_DONTFORK;
import static io.unishim.abi.Mman.MADV_DONTNEED;
import static io.unishim.abi.Mman.MADV_DONTNEED_LOCKED;
import static io.unishim.abi.Mman.MADV_FREE;
import static io.unishim.abi.Mman.MADV_GUARD_INSTALL;
import static io.unishim.abi.Mman.MADV_REMOVE;
import static io.unishim.abi.Mman.MADV_WIPEONFORK;
import static io.unishim.abi.Mman.PROT_WRITE;

/** {@code mseal(2)}: mappings that nobody changes any more. */
final class Seals {
    private final MemoryMap map;

    Seals(MemoryMap map) {
        this.map = map;
    }

    long seal(long address, long length, long flags) {
        long rounded = Pages.up(length);
        long end = address + rounded;
        if (flags != 0
                || !Pages.aligned(address)
                || length != 0 && rounded == 0
                || Long.compareUnsigned(end, address) < 0) {
            return -EINVAL;
        }
        return end == address ? 0 : map.locked(() -> sealParts(address, end));
    }

    private long sealParts(long address, long end) {
        if (address < 0 || end < 0 || map.mappings.mappedUntil(address, end) != end) {
            return -ENOMEM;
        }
        for (Mapped part : map.mappings.in(address, end)) {
            part.backing().retain();
            map.mappings.put(part.withTraits(part.traits() | Mapped.SEALED));
        }
        return 0;
    }

    /** @return whether something in a range is sealed */
    static boolean in(Mappings mappings, long start, long end) {
        // Nearly no program seals anything.
        return mappings.sealed() && mappings.in(start, end).stream().anyMatch(each -> each.is(Mapped.SEALED));
    }

    /** Whether advice would change what a seal keeps: who could write it may drop it, too, and a file has it still. */
    static boolean keep(Mapped part, int advice) {
        boolean kept = part.is(Mapped.SEALED) && !part.backing().shared() && (part.protection() & PROT_WRITE) == 0;
        return kept
                && switch (advice) {
                    case MADV_DONTNEED,
                            MADV_DONTNEED_LOCKED,
                            MADV_FREE,
                            MADV_REMOVE,
                            MADV_DONTFORK,
                            MADV_WIPEONFORK,
                            MADV_GUARD_INSTALL -> true;
                    default -> false;
                };
    }
}
