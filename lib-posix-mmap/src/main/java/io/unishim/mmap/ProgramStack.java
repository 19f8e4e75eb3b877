package io.unishim.mmap;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_NORESERVE;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Resource.RLIMIT_STACK;

import io.unishim.memory.OffHeap;
import io.unishim.task.ProcessLimits;
import io.unishim.task.Task;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The program's own stack. Linux lets it grow to its limit; here all that it may grow to is there from the start, without a
 * page behind it, so that also calls which write there find it. A change of the limit changes that at once.
 */
final class ProgramStack {
    private static final long GAP = Mapped.GAP;
    private static final int RED_ZONE = 128;
    private static final int CHUNK = 4096;

    private final MemoryMap map;

    ProgramStack(MemoryMap map) {
        this.map = map;
    }

    /** @param limit unsigned. @param pointer the stack pointer of who asks */
    long limit(long limit, long pointer) {
        Mapped lowest = null;
        long top = 0;
        for (Mapped each : map.mappings.in(0, Pages.TASK_SIZE)) {
            if (each.is(Mapped.STACK)) {
                lowest = lowest == null ? each : lowest;
                top = each.end();
            }
        }
        if (lowest == null) {
            return 0;
        }
        long floor = map.stackFloor() + GAP;
        long most = top - floor;
        long wanted = top - (Long.compareUnsigned(limit, most) > 0 ? most : Pages.down(limit));
        if (wanted > lowest.start()) {
            shrink(lowest, Math.min(wanted, lowest.end() - Pages.SIZE), pointer);
        } else if (wanted < lowest.start()) {
            grow(lowest, Math.max(wanted, below(lowest, floor)));
        }
        return 0;
    }

    /**
     * Lets what grows down reach an address that was touched below it.
     *
     * @return whether it does; else there is nothing, or a limit is reached
     */
    boolean reach(Task task, long address) {
        long start = Pages.down(address);
        Mapped next = map.mappings.from(address);
        if (next == null || next.start() <= address || !next.is(Mapped.GROWS)) {
            return false;
        }
        Mapped other = map.mappings.before(next.start());
        boolean close =
                other != null && other.protection() != 0 && !other.is(Mapped.GROWS) && start - other.end() < GAP;
        long more = next.start() - start;
        long most = ProcessLimits.soft(task.process(), RLIMIT_STACK);
        if (close
                || Long.compareUnsigned(next.end() - start, most) > 0
                || !map.owns(start, more)
                || !map.limits.allow(task, false, more)
                || next.is(Mapped.LOCKED) && !map.limits.allowLocked(task, more)) {
            return false;
        }
        grow(next, start);
        return map.mappings.at(address) != null;
    }

    /** Where the stack may begin because of what is mapped below it. */
    private long below(Mapped lowest, long floor) {
        @Nullable Mapped other = map.mappings.before(lowest.start());
        return other == null || other.end() + GAP < floor ? floor : other.end() + GAP;
    }

    private void grow(Mapped lowest, long start) {
        long more = lowest.start() - start;
        if (more <= 0 || !map.owns(start, more)) {
            return;
        }
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
        if (HostPages.isError(map.pages.map(start, more, lowest.protection(), flags, -1, 0))) {
            map.mend(start, more);
            return;
        }
        map.mappings.put(new Mapped(start, lowest.start(), lowest.protection(), lowest.backing(), 0, lowest.traits()));
    }

    /** Takes the pages away that nobody has touched yet. */
    private void shrink(Mapped lowest, long wanted, long pointer) {
        long start =
                map.pages.process() == null ? untouched(lowest.start(), wanted) : unneeded(lowest, wanted, pointer);
        if (start > lowest.start()) {
            map.clear(lowest.start(), start);
        }
    }

    /** Of another process it is not known what was touched: what lies well below its stack pointer is dead. */
    private static long unneeded(Mapped lowest, long wanted, long pointer) {
        boolean here = lowest.start() <= pointer && pointer < lowest.end();
        return here ? Math.min(wanted, Pages.down(pointer - RED_ZONE)) : lowest.start();
    }

    /** @return the first page from {@code start} on that was touched, or {@code end} */
    private long untouched(long start, long end) {
        OffHeap bytes = OffHeap.allocate(CHUNK);
        try {
            for (long at = start; at < end; at += CHUNK * Pages.SIZE) {
                int pages = (int) Math.min(CHUNK, (end - at) / Pages.SIZE);
                if (map.pages.resident(at, pages * Pages.SIZE, bytes.address()) != 0) {
                    return start;
                }
                for (int i = 0; i < pages; i++) {
                    if (bytes.getByte(i) != 0) {
                        return at + i * Pages.SIZE;
                    }
                }
            }
            return end;
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }
}
