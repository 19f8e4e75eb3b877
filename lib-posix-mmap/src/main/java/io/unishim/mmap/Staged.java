package io.unishim.mmap;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MAP_NONBLOCK;
import static io.unishim.abi.Mman.MAP_NORESERVE;
import static io.unishim.abi.Mman.MAP_POPULATE;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.MAP_SHARED;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.lang.ref.Reference;

/**
 * Pages of a file, made ready somewhere among the JVM's addresses, to be moved into a program's in one step: no lock is held
 * while a file is read, and no other thread sees half of it.
 *
 * @param address where they are, or a negative errno
 * @param copied whether the content was copied
 * @param contentEnd for a copy: the offset in the file at which its last page ends
 */
record Staged(long address, boolean copied, long contentEnd) {
    private static final int CHUNK = 1 << 16;
    private static final int PASSED_ON = MAP_NORESERVE | MAP_POPULATE | MAP_NONBLOCK;

    static Staged of(HostPages pages, Task task, OpenFileDescription open, Request request) {
        int descriptor = open.file().hostDescriptor();
        if (descriptor >= 0) {
            int flags = (request.shared() ? MAP_SHARED : MAP_PRIVATE) | (request.flags() & PASSED_ON);
            boolean writable = request.shared() && open.writable();
            long at = pages.mapFile(
                    0, request.length(), request.protection(), flags, descriptor, request.offset(), writable);
            if (!mayCopyInstead(request, at)) {
                return new Staged(at, false, Long.MAX_VALUE);
            }
        }
        return copy(pages, task, open, request);
    }

    /** @return whether the host refused to map a file that can as well be copied */
    static boolean mayCopyInstead(Request request, long result) {
        boolean mayCopy = !request.shared() || (request.protection() & 2) == 0;
        return mayCopy && (result == -EPERM || result == -ENODEV || result == -EACCES);
    }

    /** Copies what the file has of a range; what lies past its last page is there, too, but not to be accessed. */
    static Staged copy(HostPages pages, Task task, OpenFileDescription open, Request request) {
        long at = pages.stage(request.length());
        if (HostPages.isError(at)) {
            return new Staged(at, true, 0);
        }
        long done = fill(pages, task, open, at, request.offset(), request.length());
        if (done >= 0) {
            long bad = pages.protect(at, request.length(), request.protection());
            if (bad == 0) {
                // A copy that is full does not know where the file ends, and need not.
                long end = done == request.length() ? Long.MAX_VALUE : Pages.up(request.offset() + done);
                return new Staged(at, true, end);
            }
            done = bad;
        }
        pages.release(at, request.length());
        return new Staged(done, true, 0);
    }

    private static long fill(HostPages pages, Task task, OpenFileDescription open, long at, long offset, long length) {
        OffHeap block = OffHeap.allocate(CHUNK);
        long done = 0;
        try {
            while (done < length) {
                int step = (int) Math.min(CHUNK, length - done);
                UserBuffer buffer = UserBuffer.of(block.buffer().slice(0, step));
                long got = open.file().read(task, open, buffer, offset + done);
                if (got <= 0) {
                    return got < 0 ? got : done;
                }
                long bad = pages.put(at + done, block.address(), got);
                if (bad != 0) {
                    return bad;
                }
                done += got;
            }
            return done;
        } finally {
            Reference.reachabilityFence(block);
        }
    }

    /** What stands behind the pages if they continue others. */
    Backing as(Backing other) {
        return other.withEnd(copied, contentEnd);
    }

    boolean failed() {
        return HostPages.isError(address);
    }
}
