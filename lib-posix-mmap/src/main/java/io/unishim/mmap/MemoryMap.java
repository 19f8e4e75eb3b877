package io.unishim.mmap;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MAP_32BIT;
import static io.unishim.abi.Mman.MREMAP_FIXED;
import static io.unishim.abi.Mman.MREMAP_MAYMOVE;

import io.unishim.memory.AddressSpace;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** What the calls on a process's memory work on, Linux's {@code mm_struct}: its ranges, the book, and their lock. */
final class MemoryMap {
    /** Addresses at both ends of the arena that stay unmapped: what lies beyond is the JVM's. */
    private static final long MARGIN = 1 << 16;

    private static final long LOW_LIMIT = 1L << 31;

    private final ReentrantLock lock = new ReentrantLock();
    private final Region arena;
    private volatile Region fixed = Region.NONE;

    final HostPages pages;
    final Mappings mappings = new Mappings();
    final ProgramBreak programBreak;

    /** MLOCK_* for mappings to come, or -1 if they are not locked. */
    private int lockFuture = -1;

    MemoryMap(HostPages pages, Region arena) {
        this.pages = pages;
        this.arena = arena;
        this.programBreak = new ProgramBreak(this, arena.start() + MARGIN, (arena.end() - arena.start()) / 16);
    }

    /** Takes over what a parent has mapped, which the pages hold already. The parent's lock is held. */
    void inherit(MemoryMap parent) {
        fixed = parent.fixed;
        mappings.inherit(parent.mappings);
        programBreak.inherit(parent.programBreak);
    }

    /** @return the ranges that a copy needs */
    List<AddressSpace.Range> ranges() {
        return fixed.isEmpty() ? List.of(arena.told()) : List.of(arena.told(), fixed.told());
    }

    Region fixed() {
        return fixed;
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
        return arena.contains(address, length) || fixed.contains(address, length);
    }

    void lockFuture(boolean lock, int flags) {
        lockFuture = lock ? flags : -1;
    }

    /** Locks a new mapping if that was asked for; it stays unlocked where the host refuses. */
    void lockNew(Mapped mapped, boolean asked) {
        if (asked || lockFuture >= 0) {
            pages.lock(mapped.start(), mapped.accessibleEnd() - mapped.start(), Math.max(0, lockFuture));
        }
    }

    long reserve(long address, long length) {
        if (!fixed.isEmpty()) {
            return -ENOMEM;
        }
        long result = Region.reserve(pages, address, length);
        if (result == 0) {
            fixed = new Region(address, address + length);
        }
        return result;
    }

    /** Chooses the place of a new mapping, as Linux: exactly there, at the hint if it is free, else as high as possible. */
    long place(Request request) {
        long length = request.length();
        if (request.replaces()) {
            return request.address();
        }
        if (request.fixed()) {
            return mappings.isFree(request.address(), request.end()) ? request.address() : -EEXIST;
        }
        long hint = Pages.down(request.address());
        if ((request.flags() & MAP_32BIT) != 0) {
            long found = search(fixed.start(), Math.min(fixed.end(), LOW_LIMIT), length);
            return found < 0 ? -ENOMEM : found;
        }
        if (owns(hint, length) && mappings.isFree(hint, hint + length)) {
            return hint;
        }
        return choose(length);
    }

    /** @return the highest free place in the arena, or {@code -ENOMEM} */
    long choose(long length) {
        long found = search(programBreak.limit(), arena.end() - MARGIN, length);
        if (found < 0) {
            found = search(arena.start() + MARGIN, programBreak.start(), length);
        }
        return found < 0 ? -ENOMEM : found;
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
        for (Mapped part : mappings.in(start, end)) {
            long result = clear(part.start(), part.end());
            if (result != 0) {
                return result;
            }
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
                pages.release(arena.start(), arena.end() - arena.start());
                if (!fixed.isEmpty()) {
                    pages.release(fixed.start(), fixed.end() - fixed.start());
                }
            }
            mappings.remove(0, Long.MAX_VALUE);
            return 0;
        });
    }
}
