package io.unishim.mmap;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MCL_CURRENT;
import static io.unishim.abi.Mman.MCL_FUTURE;
import static io.unishim.abi.Mman.MCL_ONFAULT;
import static io.unishim.abi.Mman.MLOCK_ONFAULT;

import io.unishim.task.Task;

/** {@code mlock(2)} and its kin: the host locks, page for page of the program's. */
final class Locks {
    private static final int MCL = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;

    private final MemoryMap map;

    Locks(MemoryMap map) {
        this.map = map;
    }

    long lock(Task task, long address, long length, int flags) {
        if ((flags & ~MLOCK_ONFAULT) != 0) {
            return -EINVAL;
        }
        if (!MemoryLimits.mayLock(task)) {
            return -EPERM;
        }
        long start = Pages.down(address);
        long end = start + Pages.up(length + (address - start));
        return map.locked(() -> {
            if (!map.limits.allowLocked(task, end - start)
                    && !map.limits.allowLocked(task, end - start - lockedIn(start, end))) {
                return -ENOMEM;
            }
            long marked = mark(start, end, traits(flags));
            return marked != 0 ? marked : populate(start, end);
        });
    }

    private long lockedIn(long start, long end) {
        long sum = 0;
        for (Mapped part : map.mappings.in(start, end)) {
            sum += part.is(Mapped.LOCKED) ? part.length() : 0;
        }
        return sum;
    }

    private static int traits(int flags) {
        return Mapped.LOCKED | ((flags & MLOCK_ONFAULT) != 0 ? Mapped.LOCKED_ON_FAULT : 0);
    }

    long unlock(long address, long length) {
        long start = Pages.down(address);
        long end = start + Pages.up(length + (address - start));
        return map.locked(() -> mark(start, end, 0));
    }

    /** Says of pages whether they are locked, up to the first hole as Linux does. */
    private long mark(long start, long end, int locks) {
        if (Long.compareUnsigned(end, start) < 0) {
            return -EINVAL;
        }
        if (end == start) {
            return 0;
        }
        if (!Pages.inTask(start, end - start)) {
            return -ENOMEM;
        }
        long reached = start;
        for (Mapped part : map.mappings.in(start, end)) {
            if (part.start() != reached) {
                return -ENOMEM;
            }
            mark(part, locks);
            reached = part.end();
        }
        return reached == end ? 0 : -ENOMEM;
    }

    private void mark(Mapped part, int locks) {
        if (part.is(Mapped.DROPPABLE)) {
            return; // no lock keeps what may go
        }
        int traits = part.traits() & ~Mapped.LOCKS | locks;
        if (traits != part.traits()) {
            part.backing().retain();
            map.mappings.put(part.withTraits(traits));
        }
        if (locks == 0) {
            map.pages.unlock(part.start(), part.length());
        }
    }

    /** The host locks; pages that cannot be accessed are told at the end. */
    private long populate(long start, long end) {
        for (Mapped part : map.mappings.in(start, end)) {
            long result = part.is(Mapped.DROPPABLE) ? 0 : map.lockPages(part);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    long lockAll(Task task, int flags) {
        if ((flags & ~MCL) != 0 || (flags & (MCL_CURRENT | MCL_FUTURE)) == 0) {
            return -EINVAL;
        }
        if (!MemoryLimits.mayLock(task)) {
            return -EPERM;
        }
        int locks = traits((flags & MCL_ONFAULT) != 0 ? MLOCK_ONFAULT : 0);
        return map.locked(() -> {
            if ((flags & MCL_CURRENT) != 0 && !map.limits.allowAllLocked(task)) {
                return -ENOMEM;
            }
            map.lockFuture((flags & MCL_FUTURE) != 0 ? locks : 0);
            if ((flags & MCL_CURRENT) == 0) {
                return 0;
            }
            for (Mapped part : map.mappings.in(0, Pages.TASK_SIZE)) {
                mark(part, locks);
                // Pages that cannot be accessed are not locked, and that is no error here (man 2 mlockall); nor are
                // those past
                // the end of a file.
                boolean there = part.protection() != 0 && !part.is(Mapped.DROPPABLE);
                long result = there ? map.lockPages(part.withTraits(locks)) : 0;
                if (result != 0 && (result != -ENOMEM || part.backing().file() == null)) {
                    return result;
                }
            }
            return 0;
        });
    }

    long unlockAll() {
        return map.locked(() -> {
            map.lockFuture(0);
            for (Mapped part : map.mappings.in(0, Pages.TASK_SIZE)) {
                mark(part, 0);
            }
            return 0;
        });
    }
}
