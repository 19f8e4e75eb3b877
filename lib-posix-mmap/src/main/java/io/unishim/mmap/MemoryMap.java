package io.unishim.mmap;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MAP_32BIT;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.MLOCK_ONFAULT;
import static io.unishim.abi.Mman.MREMAP_FIXED;
import static io.unishim.abi.Mman.MREMAP_MAYMOVE;

import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** What the calls on a process's memory work on, Linux's {@code mm_struct}: its ranges, the book, and their lock. */
final class MemoryMap {
    /** Addresses at both ends of the arena that stay unmapped: what lies beyond is the JVM's. */
    private static final long MARGIN = 1 << 16;

    /** How long a stack can become at most. */
    private static final long STACK_ROOM = 1 << 30;

    private static final long LOW_LIMIT = 1L << 31;

    /** No program maps below, by the default of vm.mmap_min_addr. */
    static final long LOWEST = 0x1_0000;

    /** How many ranges a program can have outside of its arena: the host has only so many for the whole process. */
    private static final int MOST_REGIONS = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Region arena;
    private volatile Regions elsewhere = Regions.NONE;

    final HostPages pages;
    final Mappings mappings = new Mappings();
    final ProgramBreak programBreak;

    final MemoryLimits limits = new MemoryLimits(this);
    final NodePolicies policies = new NodePolicies(this);

    private final AtomicLong objects;

    private volatile boolean unsettled;

    /** Traits of mappings to come: whether they are locked. */
    private volatile int futureLocks;

    /** @param objects counts shared zeros, those of all address spaces of a shim */
    MemoryMap(HostPages pages, Region arena, AtomicLong objects) {
        this.pages = pages;
        this.objects = objects;
        this.arena = arena;
        this.programBreak = new ProgramBreak(this, arena.start() + MARGIN, (arena.end() - arena.start()) / 16);
    }

    /** Takes over what a parent has mapped, which the pages hold already. The parent's lock is held. */
    void inherit(MemoryMap parent) {
        elsewhere = parent.elsewhere;
        mappings.inherit(parent.mappings);
        programBreak.inherit(parent.programBreak);
        policies.inherit(parent.policies);
        unsettled = mappings.differInCopies();
    }

    /** Takes from a copy what its parent wanted kept from it. By the thread that makes the copy's calls. */
    void settle() {
        if (unsettled) {
            unsettled = false;
            locked(() -> {
                mappings.in(0, Pages.TASK_SIZE).forEach(this::settle);
                return 0;
            });
        }
    }

    private void settle(Mapped copied) {
        if (copied.is(Mapped.NOT_COPIED)) {
            clear(copied.start(), copied.end());
        } else if (copied.is(Mapped.WIPED | Mapped.DROPPABLE)) {
            int fresh = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
            pages.map(copied.start(), copied.length(), copied.protection(), fresh, -1, 0);
        }
    }

    /** @return the ranges that a copy needs */
    List<AddressSpace.Range> ranges() {
        List<AddressSpace.Range> ranges = new ArrayList<>(elsewhere.told());
        ranges.add(arena.told());
        return ranges;
    }

    /** @return what is the program's outside of the arena */
    Regions elsewhere() {
        return elsewhere;
    }

    /** Works on the book under its lock, and lets go of files that are mapped no more when the lock is free again. */
    long locked(LongSupplier work) {
        List<Backing> dropped = List.of();
        lock.lock();
        try {
            return work.getAsLong();
        } finally {
            dropped = mappings.dropped();
            lock.unlock();
            dropped.forEach(Backing::release);
        }
    }

    /** @return whether a range of {@code length >= 0} bytes is the program's to map */
    boolean owns(long address, long length) {
        return arena.contains(address, length) || elsewhere.contains(address, length);
    }

    /** @return whether a range is the program's to map and nothing is there */
    boolean isFree(long address, long length) {
        return owns(address, length) && isClear(address, length);
    }

    private boolean isClear(long address, long length) {
        Mapped next = mappings.from(address);
        return next == null || next.guardedStart() >= address + length;
    }

    /** @param locks {@link Mapped#LOCKS} of mappings to come */
    void lockFuture(int locks) {
        futureLocks = locks;
    }

    int futureLocks() {
        return futureLocks;
    }

    /** @return a number for shared zeros that no others have */
    long newObject() {
        return objects.incrementAndGet();
    }

    /** @return the traits of a new mapping */
    int traits(Request request) {
        return (request.droppable() ? Mapped.DROPPABLE : futureLocks | (request.locked() ? Mapped.LOCKED : 0))
                | (request.grows() ? Mapped.GROWS : 0);
    }

    /** Locks a new mapping if it is to be; that the host refuses is no error (man 2 mmap, MAP_LOCKED). */
    void lockNew(Mapped mapped) {
        if (mapped.is(Mapped.LOCKED)) {
            lockPages(mapped);
        }
    }

    /** @return what the host answers */
    long lockPages(Mapped part) {
        int how = part.is(Mapped.LOCKED_ON_FAULT) ? MLOCK_ONFAULT : 0;
        return pages.lock(part.start(), part.accessibleEnd() - part.start(), how);
    }

    /**
     * Has a range be the program's to map, also outside of the arena, if nothing of the JVM's is there.
     *
     * @return 0 or a negative errno of the host's
     */
    long claim(long address, long length) {
        if (owns(address, length)) {
            return 0;
        }
        if (elsewhere.count() >= MOST_REGIONS) {
            return -ENOMEM;
        }
        List<Region> gaps = elsewhere.gaps(new Region(address, address + length));
        for (int i = 0; i < gaps.size(); i++) {
            long result = Region.reserve(pages, gaps.get(i).start(), gaps.get(i).length());
            if (result != 0) {
                gaps.subList(0, i).forEach(this::release);
                return result;
            }
        }
        elsewhere = elsewhere.and(gaps);
        return 0;
    }

    private void release(Region region) {
        pages.release(region.start(), region.length());
    }

    /** @return where a new mapping goes, if limits allow it */
    long place(Task task, Request request, boolean stack) {
        long target = stack ? placeStack(request.length()) : place(request);
        if (target < 0) {
            return target;
        }
        long more = request.length() - mappings.mapped(target, target + request.length());
        return limits.allow(task, request.isData(), more) ? target : -ENOMEM;
    }

    /** Chooses the place of a new mapping, as Linux: exactly there, at the hint if it is free, else as high as possible. */
    private long place(Request request) {
        long length = request.length();
        if (request.replaces()) {
            if (Seals.in(mappings, request.address(), request.end())) {
                return -EPERM;
            }
            return claim(request.address(), length) == 0 ? request.address() : -ENOMEM;
        }
        if (request.fixed()) {
            boolean free = mappings.isFree(request.address(), request.end());
            return free && claim(request.address(), length) == 0 ? request.address() : -EEXIST;
        }
        if ((request.flags() & MAP_32BIT) != 0) {
            return placeLow(length);
        }
        long hint = Pages.down(request.address());
        if (hint >= LOWEST && Pages.inTask(hint, length) && isClear(hint, length) && claim(hint, length) == 0) {
            return hint;
        }
        return choose(length);
    }

    /** @return a place below 2 GiB, or {@code -ENOMEM} */
    private long placeLow(long length) {
        for (Region each : elsewhere.list()) {
            long found = search(each.start(), Math.min(each.end(), LOW_LIMIT), length);
            if (found >= 0) {
                return found;
            }
        }
        long low = elsewhere.count() < MOST_REGIONS ? pages.reserveLow(length) : -ENOMEM;
        if (HostPages.isError(low)) {
            return -ENOMEM;
        }
        elsewhere = elsewhere.and(List.of(new Region(low, low + length)));
        return low;
    }

    /** @return the highest free place in the arena, or {@code -ENOMEM} */
    long choose(long length) {
        long found = search(programBreak.limit(), stackFloor(), length);
        if (found < 0) {
            found = search(arena.start() + MARGIN, programBreak.start(), length);
        }
        return found < 0 ? -ENOMEM : found;
    }

    /** @return where the room begins at the arena's end that only the stack is put into */
    long stackFloor() {
        return arena.end() - MARGIN - Math.min(STACK_ROOM, Pages.down((arena.end() - arena.start()) / 16));
    }

    /** @return where the program's stack lies */
    private long placeStack(long length) {
        long found = search(stackFloor(), arena.end() - MARGIN, length);
        return found < 0 ? choose(length) : found;
    }

    private long search(long low, long high, long length) {
        return low < high && high - low >= length ? mappings.findFree(low, high, length) : -1;
    }

    /** Makes pages inaccessible and forgets them. */
    long clear(long start, long end) {
        long result = pages.clear(start, end - start);
        if (result == 0) {
            mappings.remove(start, end);
        }
        return result;
    }

    /** As {@link #clear}, of what the book knows: the range may reach over memory of the JVM's. */
    long clearMapped(long start, long end) {
        if (Seals.in(mappings, start, end)) {
            return -EPERM;
        }
        Mapped next = mappings.from(start);
        while (next != null && next.start() < end) {
            long from = Math.max(start, next.start());
            long to = mappings.mappedUntil(from, end);
            long result = clear(from, to);
            if (result != 0) {
                return result;
            }
            next = mappings.from(to);
        }
        return 0;
    }

    /** Moves staged pages to their place, at once; if that fails they are given back. */
    long moveIn(long staged, long length, long target) {
        long moved = pages.remap(staged, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, target);
        if (HostPages.isError(moved)) {
            pages.release(staged, length);
            mend(target, length);
        }
        return moved;
    }

    /** After a failure of the host: kernels before 6.12 may have unmapped the target, which then must be reserved again. */
    void mend(long target, long length) {
        if (Region.reserve(pages, target, length) == 0) {
            mappings.remove(target, target + length);
        }
    }

    void release() {
        locked(() -> {
            // What another process has goes with that process.
            if (pages.process() == null) {
                release(arena);
                elsewhere.list().forEach(this::release);
            }
            mappings.remove(0, Long.MAX_VALUE);
            return 0;
        });
    }
}
