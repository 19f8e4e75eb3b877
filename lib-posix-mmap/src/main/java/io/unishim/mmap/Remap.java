package io.unishim.mmap;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.MAP_SHARED;
import static io.unishim.abi.Mman.MREMAP_DONTUNMAP;
import static io.unishim.abi.Mman.MREMAP_FIXED;
import static io.unishim.abi.Mman.MREMAP_MAYMOVE;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;

/** {@code mremap(2)}. */
final class Remap {
    private static final int FLAGS = MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP;

    private final MemoryMap map;
    private final Advice advice;

    Remap(MemoryMap map, Advice advice) {
        this.map = map;
        this.advice = advice;
    }

    long remap(Task task, long address, long oldLength, long newLength, int flags, long newAddress) {
        long oldSize = Pages.up(oldLength);
        long newSize = Pages.up(newLength);
        if ((flags & ~FLAGS) != 0 || !Pages.aligned(address) || newSize == 0) {
            return -EINVAL;
        }
        boolean mayMove = (flags & MREMAP_MAYMOVE) != 0;
        boolean keeps = (flags & MREMAP_DONTUNMAP) != 0;
        boolean there = (flags & MREMAP_FIXED) != 0;
        if ((!mayMove && (there || keeps)) || (keeps && oldSize != newSize)) {
            return -EINVAL;
        }
        if (!Pages.inTask(0, newSize)) {
            return -EINVAL;
        }
        if (there || keeps) {
            boolean overlaps = address < newAddress + newSize && newAddress < address + oldSize;
            if (!Pages.aligned(newAddress) || !Pages.inTask(newAddress, newSize) || overlaps) {
                return -EINVAL;
            }
        }
        if (!Pages.inTask(address, oldSize)) {
            return newSize < oldSize ? -EINVAL : -EFAULT;
        }
        return map.locked(() -> {
            if (there || keeps) {
                long hint = !there && !map.isFree(newAddress, newSize) ? 0 : newAddress;
                return moveTo(task, address, oldSize, newSize, keeps, hint);
            }
            return resize(task, address, oldSize, newSize, mayMove);
        });
    }

    private long moveTo(Task task, long address, long oldSize, long newSize, boolean keeps, long newAddress) {
        Mapped here = map.mappings.at(address);
        if (here == null) {
            return -EFAULT;
        }
        if (here.is(Mapped.SEALED) || newAddress != 0 && Seals.in(map.mappings, newAddress, newAddress + newSize)) {
            return -EPERM;
        }
        if (oldSize == 0 && !here.backing().shared()) {
            return -EINVAL;
        }
        long moving = Math.min(oldSize, newSize);
        if (moving > here.end() - address) {
            return -EFAULT;
        }
        if (newAddress != 0 && map.claim(newAddress, newSize) != 0) {
            return -ENOMEM;
        }
        long target = newAddress != 0 ? newAddress : map.choose(newSize);
        if (target < 0) {
            return target;
        }
        long refused = refuse(task, here, keeps ? oldSize : newSize - oldSize);
        if (refused != 0) {
            return refused;
        }
        if (oldSize == 0) {
            return duplicate(task, here, address, newSize, target);
        }
        if (oldSize > newSize) {
            long result = map.clearMapped(address + newSize, address + oldSize);
            if (result != 0) {
                return result;
            }
        }
        return move(task, here.part(address, address + moving), target, newSize, keeps);
    }

    /** @return what limits say to more of a mapping */
    private long refuse(Task task, Mapped here, long more) {
        if (here.is(Mapped.LOCKED) && !map.limits.allowLocked(task, Math.max(0, more))) {
            return -EAGAIN;
        }
        return more <= 0 || map.limits.allow(task, here.isData(), more) ? 0 : -ENOMEM;
    }

    private long resize(Task task, long address, long oldSize, long newSize, boolean mayMove) {
        Mapped here = map.mappings.at(address);
        if (here == null) {
            return -EFAULT;
        }
        if (here.is(Mapped.SEALED)) {
            return -EPERM;
        }
        if (oldSize == 0) {
            return mayMove
                    ? moveTo(task, address, 0, newSize, false, 0)
                    : here.backing().shared() ? -ENOMEM : -EINVAL;
        }
        if (newSize < oldSize) {
            long result = map.clearMapped(address + newSize, address + oldSize);
            return result == 0 ? address : result;
        }
        if (newSize == oldSize) {
            return address;
        }
        if (oldSize > here.end() - address) {
            return -EFAULT;
        }
        long end = address + oldSize;
        long more = newSize - oldSize;
        long refused = refuse(task, here, more);
        if (refused != 0) {
            return refused;
        }
        if (end == here.end() && map.mappings.isFree(end, end + more) && map.claim(end, more) == 0) {
            long result = grow(task, here, end, more);
            return result == 0 ? address : result;
        }
        return mayMove ? moveTo(task, address, oldSize, newSize, false, 0) : -ENOMEM;
    }

    /** A second mapping of the same shared pages: an old length of 0 (man 2 mremap). */
    private long duplicate(Task task, Mapped here, long address, long newSize, long target) {
        OpenFileDescription file = here.backing().file();
        if (file != null) {
            long result = mapFile(task, here, file, target, newSize, here.offsetAt(address));
            return result == 0 ? target : result;
        }
        long staged = map.pages.remap(address, 0, newSize, MREMAP_MAYMOVE, 0);
        if (HostPages.isError(staged)) {
            return staged;
        }
        long moved = map.moveIn(staged, newSize, target);
        if (!HostPages.isError(moved)) {
            map.mappings.put(new Mapped(
                    target,
                    target + newSize,
                    here.protection(),
                    here.backing(),
                    here.offsetAt(address),
                    here.traits()));
        }
        return moved;
    }

    private long move(Task task, Mapped old, long target, long newSize, boolean keeps) {
        long there = old.accessibleEnd() - old.start();
        long result = there == 0 ? 0 : movePages(old.start(), there, target);
        if (result != 0) {
            return result;
        }
        if (there < old.length()) {
            map.pages.clear(target + there, old.length() - there);
        }
        old.backing().retain();
        Mapped moved =
                new Mapped(target, target + old.length(), old.protection(), old.backing(), old.offset(), old.traits());
        map.mappings.put(moved);
        if (keeps) {
            old.backing().retain();
            map.mappings.put(old.withTraits(old.traits() & ~Mapped.LOCKS));
            // The host has emptied the old pages; of a file they show the content again.
            return old.backing().copied() && advice.refill(task, old) != 0 ? -ENOMEM : target;
        }
        map.clear(old.start(), old.end());
        long more = newSize - old.length();
        long grown = more == 0 ? 0 : clearAndGrow(task, moved, more);
        return grown == 0 ? target : grown;
    }

    private long clearAndGrow(Task task, Mapped moved, long more) {
        long cleared = map.clear(moved.end(), moved.end() + more);
        return cleared == 0 ? grow(task, moved, moved.end(), more) : cleared;
    }

    /**
     * Moves pages over a place of the host's choosing: the host may have them as several mappings, which it refuses to move at
     * once, and must not unmap the target before it refuses. The old pages stay mapped, empty, so that no hole arises.
     */
    private long movePages(long from, long length, long target) {
        long staged = map.pages.remap(from, length, length, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
        if (staged == -EFAULT && length > Pages.SIZE) {
            long half = Pages.down(length / 2);
            long result = movePages(from, half, target);
            if (result != 0) {
                return result;
            }
            result = movePages(from + half, length - half, target + half);
            if (result != 0) {
                movePages(target, half, from);
            }
            return result;
        }
        if (HostPages.isError(staged)) {
            return staged;
        }
        long moved = map.pages.remap(staged, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, target);
        if (HostPages.isError(moved)) {
            map.mend(target, length);
            map.pages.remap(staged, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, from);
            return moved;
        }
        return 0;
    }

    /** Maps more of what stands behind a mapping, after its end, where nothing is. */
    private long grow(Task task, Mapped old, long at, long more) {
        OpenFileDescription file = old.backing().content();
        return file == null ? growZeros(old, at, more) : mapFile(task, old, file, at, more, old.offsetAt(at));
    }

    private long mapFile(Task task, Mapped old, OpenFileDescription file, long at, long more, long offset) {
        Backing backing = old.backing();
        int type = backing.shared() ? MAP_SHARED : MAP_PRIVATE;
        Request request = new Request(at, more, old.protection(), type | MAP_FIXED, file, offset);
        Staged staged = Staged.of(map.pages, task, file, request);
        if (staged.failed()) {
            return staged.address();
        }
        long moved = map.moveIn(staged.address(), more, at);
        if (HostPages.isError(moved)) {
            return moved;
        }
        backing.retain();
        Backing grown = staged.as(backing);
        Mapped mapped = new Mapped(at, at + more, old.protection(), grown, request.offset(), old.traits());
        map.mappings.put(mapped);
        map.pages.protect(mapped.accessibleEnd(), mapped.end() - mapped.accessibleEnd(), 0);
        return 0;
    }

    private long growZeros(Mapped old, long at, long more) {
        long result;
        if (old.backing().shared()) {
            // What lies behind is one object of the host's: from its last page here a second mapping reaches further.
            long staged = map.pages.remap(at - Pages.SIZE, 0, more + Pages.SIZE, MREMAP_MAYMOVE, 0);
            if (HostPages.isError(staged)) {
                return staged;
            }
            map.pages.release(staged, Pages.SIZE);
            result = map.moveIn(staged + Pages.SIZE, more, at);
        } else {
            result = map.pages.map(at, more, old.protection(), MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
            if (HostPages.isError(result)) {
                map.mend(at, more);
            }
        }
        if (HostPages.isError(result)) {
            return result;
        }
        old.backing().retain();
        map.mappings.put(new Mapped(at, at + more, old.protection(), old.backing(), old.offsetAt(at), old.traits()));
        return 0;
    }
}
