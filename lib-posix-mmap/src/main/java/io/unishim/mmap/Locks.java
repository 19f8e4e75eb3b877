package io.unishim.mmap;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MCL_CURRENT;
import static io.unishim.abi.Mman.MCL_FUTURE;
import static io.unishim.abi.Mman.MCL_ONFAULT;
import static io.unishim.abi.Mman.MLOCK_ONFAULT;

import java.util.List;

/** {@code mlock(2)} and its kin: the host locks, page for page of the program's. */
final class Locks {
    private static final int MCL = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;

    private final MemoryMap map;

    Locks(MemoryMap map) {
        this.map = map;
    }

    long lock(long address, long length, int flags) {
        if ((flags & ~MLOCK_ONFAULT) != 0) {
            return -EINVAL;
        }
        return each(address, length, part -> map.pages.lock(part.start(), part.accessibleEnd() - part.start(), flags));
    }

    long unlock(long address, long length) {
        return each(address, length, part -> map.pages.unlock(part.start(), part.length()));
    }

    private long each(long address, long length, PartAction action) {
        long start = Pages.down(address);
        long end = start + Pages.up(length + (address - start));
        if (Long.compareUnsigned(end, start) < 0) {
            return -EINVAL;
        }
        if (end == start) {
            return 0;
        }
        if (!Pages.inTask(start, end - start)) {
            return -ENOMEM;
        }
        return map.locked(() -> {
            long reached = start;
            for (Mapped part : map.mappings.in(start, end)) {
                long result = part.start() == reached ? action.on(part) : -ENOMEM;
                if (result != 0) {
                    return result;
                }
                reached = part.end();
            }
            return reached == end ? 0 : -ENOMEM;
        });
    }

    long lockAll(int flags) {
        if ((flags & ~MCL) != 0 || (flags & (MCL_CURRENT | MCL_FUTURE)) == 0) {
            return -EINVAL;
        }
        int how = (flags & MCL_ONFAULT) != 0 ? MLOCK_ONFAULT : 0;
        return map.locked(() -> {
            map.lockFuture((flags & MCL_FUTURE) != 0, how);
            if ((flags & MCL_CURRENT) == 0) {
                return 0;
            }
            List<Mapped> all = map.mappings.in(0, Pages.TASK_SIZE);
            // Pages that cannot be accessed are not locked, and that is no error here (man 2 mlockall).
            for (Mapped part : all) {
                long result = part.protection() == 0
                        ? 0
                        : map.pages.lock(part.start(), part.accessibleEnd() - part.start(), how);
                if (result != 0) {
                    return result;
                }
            }
            return 0;
        });
    }

    long unlockAll() {
        return map.locked(() -> {
            map.lockFuture(false, 0);
            for (Mapped part : map.mappings.in(0, Pages.TASK_SIZE)) {
                map.pages.unlock(part.start(), part.length());
            }
            return 0;
        });
    }
}
