package io.unishim.mmap;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;
import static io.unishim.abi.Resource.RLIMIT_DATA;
import static io.unishim.abi.Resource.RLIM_INFINITY;

import io.unishim.task.ProcessLimits;
import io.unishim.task.Task;

/** The heap that {@code brk(2)} grows, in a range that other mappings are not put into unless they ask for it. */
final class ProgramBreak {
    private static final long LEAST = 1L << 30;

    private final MemoryMap map;
    private long start;
    private long limit;
    private long current;

    ProgramBreak(MemoryMap map, long start, long size) {
        this.map = map;
        this.start = start;
        this.limit = start + Pages.down(size);
        this.current = start;
    }

    long start() {
        return start;
    }

    /** @return the first address past the heap's range */
    long limit() {
        return limit;
    }

    /** @return whether a mapping reaches into the heap, whoever mapped it (the kernel's vma_is_initial_heap) */
    boolean overlaps(Mapped mapped) {
        return mapped.start() < Pages.up(current) && mapped.end() > start;
    }

    void inherit(ProgramBreak parent) {
        start = parent.start;
        limit = parent.limit;
        current = parent.current;
    }

    /** Begins the heap elsewhere if 1 GiB is free there. */
    void begin(long address) {
        long page = address <= 0 ? 0 : Pages.up(address);
        if (page > 0 && map.owns(page, LEAST) && map.mappings.isFree(page, page + LEAST)) {
            start = page;
            limit = page + LEAST;
        }
        current = start;
    }

    /** @return the new break, or the old one if it cannot be moved (man 2 brk) */
    long move(Task task, long wanted) {
        if (wanted < start || wanted > limit || !allowed(task, wanted)) {
            return current;
        }
        long oldEnd = Pages.up(current);
        long newEnd = Pages.up(wanted);
        if (newEnd < oldEnd && map.clearMapped(newEnd, oldEnd) != 0) {
            return current;
        }
        if (newEnd > oldEnd && !grow(task, oldEnd, newEnd)) {
            return current;
        }
        current = wanted;
        return wanted;
    }

    /** Linux compares the heap itself with RLIMIT_DATA, also where it shrinks (man 2 brk). */
    private boolean allowed(Task task, long wanted) {
        long most = ProcessLimits.soft(task.process(), RLIMIT_DATA);
        return most == RLIM_INFINITY || Long.compareUnsigned(wanted - start, most) <= 0;
    }

    private boolean grow(Task task, long from, long to) {
        // Linux keeps a page free behind the heap.
        if (!map.mappings.isFree(from, to + Pages.SIZE)) {
            return false;
        }
        if (!map.limits.allow(task, true, to - from) || map.limits.locking(task, false, to - from) != 0) {
            return false;
        }
        int protection = PROT_READ | PROT_WRITE;
        long got = map.pages.map(from, to - from, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (HostPages.isError(got)) {
            map.mend(from, to - from);
            return false;
        }
        Mapped mapped = new Mapped(from, to, protection, Backing.zeros(""), 0, map.futureLocks());
        map.mappings.put(mapped);
        map.lockNew(mapped);
        return true;
    }
}
