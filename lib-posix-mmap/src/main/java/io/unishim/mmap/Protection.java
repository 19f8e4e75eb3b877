package io.unishim.mmap;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.PROT_GROWSDOWN;
import static io.unishim.abi.Mman.PROT_GROWSUP;
import static io.unishim.abi.Mman.PROT_SEM;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.task.Task;

/** {@code munmap(2)} and {@code mprotect(2)}. */
final class Protection {
    private static final int GROWS = PROT_GROWSDOWN | PROT_GROWSUP;

    private final MemoryMap map;

    Protection(MemoryMap map) {
        this.map = map;
    }

    long unmap(long address, long length) {
        if (!Pages.aligned(address) || !Pages.inTask(address, length) || length == 0) {
            return -EINVAL;
        }
        long end = address + Pages.up(length);
        return map.locked(() -> map.clearMapped(address, end));
    }

    long protect(Task task, long address, long length, int protection) {
        if ((protection & GROWS) == GROWS || !Pages.aligned(address)) {
            return -EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        long end = address + Pages.up(length);
        if (Long.compareUnsigned(end, address) <= 0) {
            return -ENOMEM;
        }
        if ((protection & ~(Mapped.PROTECTION | PROT_SEM | GROWS)) != 0) {
            return -EINVAL;
        }
        if (address < 0) {
            return -ENOMEM;
        }
        if ((protection & GROWS) != 0) {
            return map.locked(() -> protectFromStart(task, address, end, protection));
        }
        return map.locked(
                () -> protectParts(task, address, end < 0 ? Long.MAX_VALUE : end, Mapped.protection(task, protection)));
    }

    /** PROT_GROWSDOWN: from the start of what grows down there. Nothing grows up on this architecture. */
    private long protectFromStart(Task task, long address, long end, int protection) {
        Mapped first = map.mappings.from(address);
        if (first == null || (protection & PROT_GROWSDOWN) != 0 && first.start() >= end) {
            return -ENOMEM;
        }
        if ((protection & PROT_GROWSDOWN) == 0 || !first.is(Mapped.GROWS | Mapped.STACK)) {
            return (protection & PROT_GROWSDOWN) == 0 && first.start() > address ? -ENOMEM : -EINVAL;
        }
        return protectParts(task, first.start(), end, Mapped.protection(task, protection));
    }

    /** Up to the first hole, as Linux. */
    private long protectParts(Task task, long address, long end, int protection) {
        long reached = address;
        for (Mapped part : map.mappings.in(address, end)) {
            if (part.start() != reached) {
                return -ENOMEM;
            }
            if (part.is(Mapped.SEALED)) {
                return -EPERM;
            }
            if ((protection & PROT_WRITE) != 0 && !part.backing().mayWrite()) {
                return -EACCES;
            }
            if (!part.isData()
                    && part.with(protection).isData()
                    && !map.limits.allow(task, true, part.length())
                    && map.limits.allow(task, false, part.length())) {
                return -ENOMEM;
            }
            long result = map.pages.protect(part.start(), part.accessibleEnd() - part.start(), protection);
            if (result != 0) {
                return result;
            }
            part.backing().retain();
            map.mappings.put(part.with(protection));
            reached = part.end();
        }
        return reached == end ? 0 : -ENOMEM;
    }
}
