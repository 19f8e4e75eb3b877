package io.unishim.mmap;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EOVERFLOW;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Mman.MAP_32BIT;
import static io.unishim.abi.Mman.MAP_ABOVE4G;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_DENYWRITE;
import static io.unishim.abi.Mman.MAP_DROPPABLE;
import static io.unishim.abi.Mman.MAP_EXECUTABLE;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_FIXED_NOREPLACE;
import static io.unishim.abi.Mman.MAP_GROWSDOWN;
import static io.unishim.abi.Mman.MAP_HUGETLB;
import static io.unishim.abi.Mman.MAP_HUGE_MASK;
import static io.unishim.abi.Mman.MAP_HUGE_SHIFT;
import static io.unishim.abi.Mman.MAP_LOCKED;
import static io.unishim.abi.Mman.MAP_NONBLOCK;
import static io.unishim.abi.Mman.MAP_NORESERVE;
import static io.unishim.abi.Mman.MAP_POPULATE;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.MAP_SHARED;
import static io.unishim.abi.Mman.MAP_SHARED_VALIDATE;
import static io.unishim.abi.Mman.MAP_STACK;
import static io.unishim.abi.Mman.MAP_TYPE;
import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code mmap(2)} and what is wrong with them.
 *
 * @param address where, or a hint
 * @param length bytes, rounded up to pages
 * @param protection PROT_READ, PROT_WRITE, PROT_EXEC
 * @param flags MAP_*
 * @param file what to map, or null
 * @param offset in the file
 */
record Request(
        long address,
        long length,
        int protection,
        int flags,
        @Nullable OpenFileDescription file,
        long offset) {
    /** What MAP_SHARED_VALIDATE lets pass: everything but MAP_SYNC, MAP_DROPPABLE and bits that mean nothing. */
    private static final int KNOWN = MAP_SHARED_VALIDATE
            | MAP_FIXED
            | MAP_ANONYMOUS
            | MAP_32BIT
            | MAP_ABOVE4G
            | MAP_GROWSDOWN
            | MAP_DENYWRITE
            | MAP_EXECUTABLE
            | MAP_LOCKED
            | MAP_NORESERVE
            | MAP_POPULATE
            | MAP_NONBLOCK
            | MAP_STACK
            | MAP_HUGETLB
            | MAP_FIXED_NOREPLACE
            | (MAP_HUGE_MASK << MAP_HUGE_SHIFT);

    private static final int HUGE_2MB = 21;
    private static final int HUGE_1GB = 30;

    /** @return the same with another length and protection */
    Request with(long newLength, int newProtection) {
        return newLength == length && newProtection == protection
                ? this
                : new Request(address, newLength, newProtection, flags, file, offset);
    }

    boolean shared() {
        return (flags & MAP_TYPE) != MAP_PRIVATE && !droppable();
    }

    /** Whether it maps zeros: anonymously, or of /dev/zero. */
    boolean mapsZeros() {
        return file == null || file.file().mapsZeros();
    }

    boolean droppable() {
        return (flags & MAP_TYPE) == MAP_DROPPABLE;
    }

    boolean fixed() {
        return (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
    }

    boolean replaces() {
        return (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) == MAP_FIXED;
    }

    boolean locked() {
        return (flags & MAP_LOCKED) != 0;
    }

    boolean grows() {
        return (flags & MAP_GROWSDOWN) != 0;
    }

    /** Whether what it maps counts as data. */
    boolean isData() {
        return !shared() && !grows() && (protection & PROT_WRITE) != 0;
    }

    long end() {
        return address + length;
    }

    /** @return 0, or what Linux answers, in its order, for a request whose length was not rounded yet */
    long problem(Task task, MemoryMap map) {
        if (!Pages.aligned(offset)) {
            return -EINVAL;
        }
        if (file != null && file.has(O_PATH)) {
            return -EBADF;
        }
        if ((flags & MAP_HUGETLB) != 0) {
            int size = flags >>> MAP_HUGE_SHIFT & MAP_HUGE_MASK;
            // No pool of huge pages, as on a Linux where nobody set vm.nr_hugepages; no file of hugetlbfs either.
            return file == null && (size == 0 || size == HUGE_2MB || size == HUGE_1GB) ? -ENOMEM : -EINVAL;
        }
        if (length == 0) {
            return -EINVAL;
        }
        long rounded = Pages.up(length);
        if (rounded == 0 || Long.compareUnsigned(rounded, Pages.TASK_SIZE) > 0) {
            return -ENOMEM;
        }
        if (fixed()) {
            long bad = fixedProblem(map, rounded);
            if (bad != 0) {
                return bad;
            }
        }
        if (locked() || map.futureLocks() != 0) {
            long unlockable = map.locked(() -> map.limits.locking(task, locked(), rounded));
            if (unlockable != 0) {
                return unlockable;
            }
        }
        return file == null ? anonymousProblem() : fileProblem(file, rounded);
    }

    private long fixedProblem(MemoryMap map, long rounded) {
        if (address < 0 || address > Pages.TASK_SIZE - rounded) {
            return -ENOMEM;
        }
        if (!Pages.aligned(address)) {
            return -EINVAL;
        }
        return address < MemoryMap.LOWEST && !map.owns(address, rounded) ? -EPERM : 0;
    }

    private long anonymousProblem() {
        int type = flags & MAP_TYPE;
        if (type == MAP_SHARED) {
            return (flags & MAP_GROWSDOWN) != 0 ? -EINVAL : 0;
        }
        return type == MAP_PRIVATE || type == MAP_DROPPABLE ? 0 : -EINVAL;
    }

    private long fileProblem(OpenFileDescription open, long rounded) {
        if (offset < 0 || offset > Long.MAX_VALUE - rounded) {
            return -EOVERFLOW;
        }
        int type = flags & MAP_TYPE;
        if (type != MAP_SHARED && type != MAP_SHARED_VALIDATE && type != MAP_PRIVATE) {
            return -EINVAL;
        }
        if (type == MAP_SHARED_VALIDATE && (flags & ~KNOWN) != 0) {
            return -EOPNOTSUPP;
        }
        if (type != MAP_PRIVATE && (protection & PROT_WRITE) != 0 && !open.writable()) {
            return -EACCES;
        }
        if (!open.readable()) {
            return -EACCES;
        }
        if ((protection & PROT_EXEC) != 0 && !open.file().executable()) {
            return -EPERM;
        }
        long mappable = open.file().mappable(type != MAP_PRIVATE, (protection & PROT_WRITE) != 0);
        if (mappable != 0) {
            return mappable;
        }
        if ((flags & MAP_GROWSDOWN) != 0) {
            return -EINVAL;
        }
        // Memory shared with a file that the host does not have: not built.
        boolean copied = open.file().hostDescriptor() < 0 && !mapsZeros();
        return copied && type != MAP_PRIVATE && (protection & PROT_WRITE) != 0 ? -ENODEV : 0;
    }
}
