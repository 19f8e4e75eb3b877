package io.unishim.mmap;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_NONBLOCK;
import static io.unishim.abi.Mman.MAP_SHARED;
import static io.unishim.abi.Mman.MREMAP_MAYMOVE;

import io.unishim.file.OpenFileDescription;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * {@code remap_file_pages(2)}: the host does it, as it has mapped what stands behind the pages as one object. Where the host's
 * call may not be made the pages are mapped anew, which is what it does itself.
 */
final class RemapPages {
    /** A page of shared zeros that stays mapped, from which their others are reached. @param address where @param offset which */
    private record Anchor(long address, long offset) {}

    private final MemoryMap map;

    /** Of what was remapped in a process where the host's call may not be made; they go with the process. */
    private final Map<Backing, Anchor> anchors = new IdentityHashMap<>();

    RemapPages(MemoryMap map) {
        this.map = map;
    }

    /** Takes over a parent's, whose pages are in a copy, too. The parent's lock is held. */
    void inherit(RemapPages parent) {
        anchors.putAll(parent.anchors);
    }

    long remap(long address, long size, int protection, long page, int flags) {
        long start = Pages.down(address);
        long length = Pages.down(size);
        long pages = length / Pages.SIZE;
        if (protection != 0
                || Long.compareUnsigned(start + length, start) <= 0
                || Long.compareUnsigned(page + pages, page) < 0
                || page > Long.MAX_VALUE / Pages.SIZE - pages) {
            return -EINVAL;
        }
        return map.locked(() -> {
            Mapped here = map.mappings.at(start);
            if (here == null || !here.backing().shared() || here.backing().copied() || !isOne(here, start, length)) {
                return -EINVAL;
            }
            if (Seals.in(map.mappings, start, start + length)) {
                return -EPERM;
            }
            Mapped wanted = new Mapped(
                    start, start + length, here.protection(), here.backing(), page * Pages.SIZE, here.traits());
            long result = remap(here, wanted, flags & MAP_NONBLOCK);
            if (!HostPages.isError(result)) {
                wanted.backing().retain();
                map.mappings.put(wanted);
                return 0;
            }
            return result;
        });
    }

    /** @return whether a range shows one object, in whatever order, with one protection and no hole */
    @SuppressWarnings("ReferenceEquality")
    private boolean isOne(Mapped first, long start, long length) {
        long reached = start;
        for (Mapped part : map.mappings.in(start, start + length)) {
            boolean alike = part.backing() == first.backing()
                    && part.protection() == first.protection()
                    && part.traits() == first.traits();
            if (part.start() != reached || !alike) {
                return false;
            }
            reached = part.end();
        }
        return reached == start + length;
    }

    private long remap(Mapped here, Mapped wanted, int flags) {
        OpenFileDescription file = here.backing().file();
        if (map.pages.process() != null && file != null) {
            int descriptor = file.file().hostDescriptor();
            return map.pages.mapFile(
                    wanted.start(),
                    wanted.length(),
                    wanted.protection(),
                    MAP_SHARED | MAP_FIXED | flags,
                    descriptor,
                    wanted.offset(),
                    here.backing().mayWrite());
        }
        long result = map.pages.remapFile(wanted.start(), wanted.length(), wanted.offset() / Pages.SIZE, flags);
        return result == -ENOSYS ? remapZeros(wanted) : result;
    }

    /** Maps pages of shared zeros once more: a second mapping of them, which may reach further, is made from any page below. */
    private long remapZeros(Mapped wanted) {
        Anchor anchor = anchors.get(wanted.backing());
        if (anchor == null) {
            Mapped lowest = lowest(wanted);
            long address = map.pages.remap(lowest.start(), 0, Pages.SIZE, MREMAP_MAYMOVE, 0);
            if (HostPages.isError(address)) {
                return address;
            }
            anchor = new Anchor(address, lowest.offset());
            anchors.put(wanted.backing(), anchor);
        }
        long skipped = wanted.offset() - anchor.offset();
        if (skipped < 0) {
            return -EINVAL; // below all that was ever mapped since: nobody can know of them
        }
        long staged = map.pages.remap(anchor.address(), 0, skipped + wanted.length(), MREMAP_MAYMOVE, 0);
        if (HostPages.isError(staged)) {
            return staged;
        }
        if (skipped > 0) {
            map.pages.release(staged, skipped);
        }
        long moved = map.moveIn(staged + skipped, wanted.length(), wanted.start());
        return HostPages.isError(moved)
                ? moved
                : map.pages.protect(wanted.start(), wanted.length(), wanted.protection());
    }

    @SuppressWarnings("ReferenceEquality")
    private Mapped lowest(Mapped wanted) {
        Mapped lowest = wanted;
        for (Mapped each : map.mappings.in(0, Pages.TASK_SIZE)) {
            if (each.backing() == wanted.backing() && (lowest == wanted || each.offset() < lowest.offset())) {
                lowest = each;
            }
        }
        return lowest;
    }
}
