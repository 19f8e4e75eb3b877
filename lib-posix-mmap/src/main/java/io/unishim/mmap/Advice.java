package io.unishim.mmap;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MADV_COLD;
import static io.unishim.abi.Mman.MADV_COLLAPSE;
import static io.unishim.abi.Mman.MADV_DODUMP;
import static io.unishim.abi.Mman.MADV_DOFORK;
import static io.unishim.abi.Mman.MADV_DONTDUMP;
import static io.unishim.abi.Mman.MADV_DONTFORK;
import static io.unishim.abi.Mman.MADV_DONTNEED;
import static io.unishim.abi.Mman.MADV_DONTNEED_LOCKED;
import static io.unishim.abi.Mman.MADV_FREE;
import static io.unishim.abi.Mman.MADV_GUARD_INSTALL;
import static io.unishim.abi.Mman.MADV_GUARD_REMOVE;
import static io.unishim.abi.Mman.MADV_HUGEPAGE;
import static io.unishim.abi.Mman.MADV_KEEPONFORK;
import static io.unishim.abi.Mman.MADV_MERGEABLE;
import static io.unishim.abi.Mman.MADV_NOHUGEPAGE;
import static io.unishim.abi.Mman.MADV_NORMAL;
import static io.unishim.abi.Mman.MADV_PAGEOUT;
import static io.unishim.abi.Mman.MADV_POPULATE_READ;
import static io.unishim.abi.Mman.MADV_POPULATE_WRITE;
import static io.unishim.abi.Mman.MADV_RANDOM;
import static io.unishim.abi.Mman.MADV_REMOVE;
import static io.unishim.abi.Mman.MADV_SEQUENTIAL;
import static io.unishim.abi.Mman.MADV_UNMERGEABLE;
import static io.unishim.abi.Mman.MADV_WILLNEED;
import static io.unishim.abi.Mman.MADV_WIPEONFORK;
import static io.unishim.abi.Mman.MAP_FIXED;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;

/** {@code madvise(2)}: what is harmless goes to the host, for the program's own pages. */
final class Advice {
    private final MemoryMap map;

    Advice(MemoryMap map) {
        this.map = map;
    }

    long advise(Task task, long address, long length, int advice) {
        if (!known(advice) || !Pages.aligned(address)) {
            return -EINVAL;
        }
        long rounded = Pages.up(length);
        long end = address + rounded;
        if ((length != 0 && rounded == 0) || Long.compareUnsigned(end, address) < 0) {
            return -EINVAL;
        }
        if (end == address) {
            return 0;
        }
        if (!Pages.inTask(address, rounded)) {
            return -ENOMEM;
        }
        return map.locked(() -> adviseParts(task, address, end, advice));
    }

    private static boolean known(int advice) {
        return switch (advice) {
            case MADV_NORMAL,
                    MADV_RANDOM,
                    MADV_SEQUENTIAL,
                    MADV_WILLNEED,
                    MADV_DONTNEED,
                    MADV_DONTNEED_LOCKED,
                    MADV_FREE,
                    MADV_REMOVE,
                    MADV_DONTFORK,
                    MADV_DOFORK,
                    MADV_WIPEONFORK,
                    MADV_KEEPONFORK,
                    MADV_MERGEABLE,
                    MADV_UNMERGEABLE,
                    MADV_HUGEPAGE,
                    MADV_NOHUGEPAGE,
                    MADV_DONTDUMP,
                    MADV_DODUMP,
                    MADV_COLD,
                    MADV_PAGEOUT,
                    MADV_POPULATE_READ,
                    MADV_POPULATE_WRITE,
                    MADV_COLLAPSE,
                    MADV_GUARD_INSTALL,
                    MADV_GUARD_REMOVE -> true;
            default -> false;
        };
    }

    /** Goes on over holes, which are told at the end; only populating stops there (man 2 madvise). */
    private long adviseParts(Task task, long address, long end, int advice) {
        boolean holes = false;
        long reached = address;
        for (Mapped part : map.mappings.in(address, end)) {
            if (part.start() != reached) {
                holes = true;
                if (advice == MADV_POPULATE_READ || advice == MADV_POPULATE_WRITE) {
                    return -ENOMEM;
                }
            }
            long result = advisePart(task, part, advice);
            if (result != 0) {
                return result;
            }
            reached = part.end();
        }
        return holes || reached != end ? -ENOMEM : 0;
    }

    private long advisePart(Task task, Mapped part, int advice) {
        if (Seals.keep(part, advice)) {
            return -EPERM;
        }
        switch (advice) {
            case MADV_DONTFORK -> {
                return mark(part, Mapped.NOT_COPIED, 0);
            }
            case MADV_DOFORK -> {
                return mark(part, 0, Mapped.NOT_COPIED);
            }
            case MADV_WIPEONFORK -> {
                boolean zeros = part.backing().file() == null && !part.backing().shared();
                return zeros ? mark(part, Mapped.WIPED, 0) : -EINVAL;
            }
            case MADV_KEEPONFORK -> {
                return part.is(Mapped.DROPPABLE) ? -EINVAL : mark(part, 0, Mapped.WIPED);
            }
            case MADV_DODUMP -> {
                return part.is(Mapped.DROPPABLE) ? -EINVAL : adviseHost(task, part, advice);
            }
            case MADV_MERGEABLE, MADV_UNMERGEABLE -> {
                return 0; // pages that are alike stay several: who shares them could tell what others hold
            }
            default -> {
                return adviseHost(task, part, advice);
            }
        }
    }

    private long mark(Mapped part, int more, int less) {
        int traits = part.traits() & ~less | more;
        if (traits != part.traits()) {
            part.backing().retain();
            map.mappings.put(part.withTraits(traits));
        }
        return 0;
    }

    private long adviseHost(Task task, Mapped part, int advice) {
        if (map.pages.process() != null && !(task.memory() instanceof MappedAddressSpace own && own.map == map)) {
            return 0; // a hint for another process (process_madvise), whose host's process hears its own calls only
        }
        boolean copied = part.backing().copied();
        if (copied && (advice == MADV_DONTNEED || advice == MADV_DONTNEED_LOCKED)) {
            return refill(task, part);
        }
        if (copied && advice == MADV_FREE) {
            return -EINVAL;
        }
        if (advice == MADV_REMOVE && part.backing().file() != null) {
            Backing backing = part.backing();
            if (copied || !backing.shared() || !backing.mayWrite()) {
                return -EACCES;
            }
        }
        return map.pages.advise(part.start(), part.length(), advice);
    }

    /** Puts the file's content of now in the place of what a copy held. */
    long refill(Task task, Mapped part) {
        OpenFileDescription file = part.backing().file();
        long length = part.accessibleEnd() - part.start();
        if (file == null || length == 0) {
            return 0;
        }
        Request request = new Request(part.start(), length, part.protection(), MAP_FIXED, file, part.offset());
        Staged staged = Staged.copy(map.pages, task, file, request);
        if (staged.failed()) {
            return staged.address();
        }
        long moved = map.moveIn(staged.address(), length, part.start());
        return HostPages.isError(moved) ? moved : 0;
    }
}
