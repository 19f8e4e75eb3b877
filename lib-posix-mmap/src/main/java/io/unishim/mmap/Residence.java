package io.unishim.mmap;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MS_ASYNC;
import static io.unishim.abi.Mman.MS_INVALIDATE;
import static io.unishim.abi.Mman.MS_SYNC;

import io.unishim.memory.OffHeap;
import io.unishim.memory.UserMemory;
import java.lang.ref.Reference;

/** {@code mincore(2)} and {@code msync(2)}. */
final class Residence {
    private static final int CHUNK = 4096;
    private static final int MS = MS_ASYNC | MS_SYNC | MS_INVALIDATE;

    private final MemoryMap map;

    Residence(MemoryMap map) {
        this.map = map;
    }

    long resident(UserMemory memory, long address, long length, long vector) {
        if (!Pages.aligned(address)) {
            return -EINVAL;
        }
        if (!Pages.inTask(address, length)) {
            return -ENOMEM;
        }
        OffHeap bytes = OffHeap.allocate(CHUNK);
        long end = address + Pages.up(length);
        long at = address;
        while (at < end) {
            long from = at;
            long pages = map.locked(() -> residentPart(from, end, bytes));
            if (pages < 0) {
                return pages;
            }
            long told = (at - address) / Pages.SIZE;
            if (memory.write(vector + told, bytes, 0, (int) pages) != pages) {
                return -EFAULT;
            }
            at += pages * Pages.SIZE;
        }
        return 0;
    }

    /** @return for how many pages from there the block tells it, or a negative errno */
    private long residentPart(long address, long end, OffHeap bytes) {
        Mapped here = map.mappings.at(address);
        if (here == null) {
            return -ENOMEM;
        }
        long length = Math.min(Math.min(end, here.end()) - address, CHUNK * Pages.SIZE);
        try {
            long result = map.pages.resident(address, length, bytes.address());
            return result == 0 ? length / Pages.SIZE : result;
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /** @return 0 if a page is in memory, else {@code -ENOENT}, or {@code -EFAULT} if nothing is mapped there */
    int at(long page) {
        OffHeap bytes = OffHeap.allocate(1);
        long told = page < 0 ? -ENOMEM : map.locked(() -> residentPart(page, page + Pages.SIZE, bytes));
        return told < 0 ? -EFAULT : (bytes.getByte(0) & 1) != 0 ? 0 : -ENOENT;
    }

    long sync(long address, long length, int flags) {
        if ((flags & ~MS) != 0 || !Pages.aligned(address) || (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC)) {
            return -EINVAL;
        }
        long end = address + Pages.up(length);
        if (Long.compareUnsigned(end, address) < 0) {
            return -ENOMEM;
        }
        if (end == address) {
            return 0;
        }
        if (!Pages.inTask(address, end - address)) {
            return -ENOMEM;
        }
        return map.locked(() -> {
            long reached = address;
            boolean holes = false;
            for (Mapped part : map.mappings.in(address, end)) {
                holes |= part.start() != reached;
                long result = map.pages.sync(part.start(), part.length(), flags);
                if (result != 0) {
                    return result;
                }
                reached = part.end();
            }
            return holes || reached != end ? -ENOMEM : 0;
        });
    }
}
