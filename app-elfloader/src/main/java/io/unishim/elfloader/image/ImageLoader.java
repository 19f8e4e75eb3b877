package io.unishim.elfloader.image;

import static io.unishim.abi.Errnos.ENOEXEC;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Limits.PAGE_SIZE;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_NONE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.call.ErrnoException;
import io.unishim.elfloader.image.ElfHeader.Segment;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;

/** Maps the segments of one ELF file: an executable, or the interpreter that it names. */
final class ImageLoader {
    private final Task task;
    private final AddressSpace space;
    private final OpenFileDescription file;
    private final ElfHeader header;
    private final String path;

    ImageLoader(Task task, AddressSpace space, OpenFileDescription file, ElfHeader header, String path) {
        this.task = task;
        this.space = space;
        this.file = file;
        this.header = header;
        this.path = path;
    }

    /**
     * Maps the file.
     *
     * @return its base: what is to be added to the addresses that it names
     * @throws ErrnoException {@code ENOEXEC} for a file that makes no sense, {@code ENOMEM} where there is no room
     */
    long load() {
        long low = Long.MAX_VALUE;
        long high = 0;
        for (Segment segment : header.segments()) {
            if (segment.type() == ElfHeader.PT_LOAD) {
                check(segment);
                low = Math.min(low, down(segment.address()));
                high = Math.max(high, up(segment.address() + segment.memorySize()));
            }
        }
        if (low >= high) {
            throw new ErrnoException(ENOEXEC, "execve", path);
        }
        long base = place(low, high - low);
        for (Segment segment : header.segments()) {
            if (segment.type() == ElfHeader.PT_LOAD && segment.memorySize() > 0) {
                map(segment, base);
            }
        }
        return base;
    }

    private void check(Segment segment) {
        long limit = 1L << 46;
        boolean sane = segment.address() >= 0
                && segment.address() < limit
                && segment.memorySize() >= segment.fileSize()
                && segment.fileSize() >= 0
                && segment.memorySize() < limit
                && segment.offset() >= 0
                && (segment.address() - segment.offset()) % PAGE_SIZE == 0;
        if (!sane) {
            throw new ErrnoException(ENOEXEC, "execve", path);
        }
    }

    /** Makes room for all segments. @return the base */
    private long place(long low, long length) {
        if (header.relocatable()) {
            long start = result(space.map(task, 0, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, null, 0, ""));
            return start - low;
        }
        if (space.reserve(low, length) < 0) {
            throw new ErrnoException(ENOMEM, "execve", path).because(taken(low, length));
        }
        return 0;
    }

    private static String taken(long low, long length) {
        return "it wants the addresses 0x" + Long.toHexString(low) + " to 0x" + Long.toHexString(low + length)
                + ", which another program of fixed addresses in this JVM has, or the JVM itself if it was not started "
                + "with -XX:HeapBaseMinAddress=32g; an isolated program has addresses of its own";
    }

    private void map(Segment segment, long base) {
        int protection = protection(segment.flags());
        long start = base + down(segment.address());
        long fileEnd = base + segment.address() + segment.fileSize();
        long end = up(base + segment.address() + segment.memorySize());
        long zeroFrom = start;
        if (segment.fileSize() > 0) {
            zeroFrom = up(fileEnd);
            result(space.map(
                    task,
                    start,
                    zeroFrom - start,
                    protection,
                    MAP_PRIVATE | MAP_FIXED,
                    file,
                    down(segment.offset()),
                    path));
            if (segment.memorySize() > segment.fileSize() && (protection & PROT_WRITE) != 0) {
                // What follows in the file's last page belongs to others: the program expects zeros.
                space.write(fileEnd, new byte[(int) (zeroFrom - fileEnd)], 0, (int) (zeroFrom - fileEnd));
            }
        }
        if (end > zeroFrom) {
            int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
            result(space.map(task, zeroFrom, end - zeroFrom, protection, flags, null, 0, ""));
        }
    }

    private long result(long mapped) {
        return ErrnoException.check(mapped, "execve", path);
    }

    private static int protection(int flags) {
        return ((flags & ElfHeader.PF_R) != 0 ? PROT_READ : 0)
                | ((flags & ElfHeader.PF_W) != 0 ? PROT_WRITE : 0)
                | ((flags & ElfHeader.PF_X) != 0 ? PROT_EXEC : 0);
    }

    private static long down(long address) {
        return address & -PAGE_SIZE;
    }

    private static long up(long address) {
        return (address + PAGE_SIZE - 1) & -PAGE_SIZE;
    }
}
