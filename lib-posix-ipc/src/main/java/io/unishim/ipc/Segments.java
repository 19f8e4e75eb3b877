package io.unishim.ipc;

import static io.unishim.abi.Capabilities.CAP_IPC_LOCK;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ipc.SHM_HUGETLB;
import static io.unishim.abi.Ipc.SHM_NORESERVE;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** All segments of a shim, and how large they may be (man 2 shmget, "Shared memory limits"). */
final class Segments {
    /** The defaults of Linux since 3.16: as good as none. */
    static final long SHMMAX = -1L - (1L << 24);

    static final long SHMALL = SHMMAX;
    static final int SHMMNI = 4096;
    static final int SHMMIN = 1;

    /** No file can be longer. */
    private static final long LONGEST = Long.MAX_VALUE - Segment.PAGE;

    private final IpcIds<Segment> ids = new IpcIds<>(SHMMNI);

    IpcIds<Segment> ids() {
        return ids;
    }

    long get(Task task, int key, long size, int flags) {
        return ids.get(
                task,
                key,
                flags,
                found -> larger(size, found),
                problem(task, size, flags),
                () -> new Segment(this, task, key, size, flags));
    }

    private static long larger(long size, Segment found) {
        return Long.compareUnsigned(size, found.size()) > 0 ? -EINVAL : 0;
    }

    /** @return why no segment can be made */
    private static long problem(Task task, long size, int flags) {
        if (size == 0 || size < 0 || size > LONGEST) {
            return -EINVAL;
        }
        if ((flags & SHM_HUGETLB) != 0 && (flags & SHM_NORESERVE) == 0) {
            // No pool of huge pages, as on a Linux where nobody set vm.nr_hugepages.
            return Credentials.of(task).hasCapability(CAP_IPC_LOCK) ? -ENOMEM : -EPERM;
        }
        return 0;
    }

    @Nullable
    Segment at(int id) {
        return ids.at(id);
    }

    /** Forgets a segment that nobody uses. */
    void destroy(Segment segment) {
        ids.remove(segment);
        segment.free();
    }

    /** @return pages of all segments */
    long pages() {
        long pages = 0;
        for (Segment each : ids.all()) {
            pages += each.pages();
        }
        return pages;
    }

    /** @return pages that are not holes */
    long residentPages() {
        long pages = 0;
        for (Segment each : ids.all()) {
            pages += each.residentPages();
        }
        return pages;
    }

    /** The shim closes. */
    void close() {
        ids.all().forEach(this::destroy);
    }
}
