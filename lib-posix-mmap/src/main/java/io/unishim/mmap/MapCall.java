package io.unishim.mmap;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_FIXED_NOREPLACE;
import static io.unishim.abi.Mman.MAP_NONBLOCK;
import static io.unishim.abi.Mman.MAP_NORESERVE;
import static io.unishim.abi.Mman.MAP_POPULATE;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.MAP_SHARED;

import io.unishim.file.OpenFileDescription;
import io.unishim.host.StrayAccess;
import io.unishim.task.Task;

/** {@code mmap(2)}: decides, and maps zeros or staged pages of a file. */
final class MapCall {
    private static final int PASSED_ON = MAP_NORESERVE | MAP_POPULATE | MAP_NONBLOCK;

    /** From here on the host may think a mapping too large, after it has unmapped what was there. */
    private static final long MAY_BE_REFUSED = 64 << 20;

    /** What the program's own stack is called. */
    private static final String STACK = "[stack]";

    private final MemoryMap map;

    MapCall(MemoryMap map) {
        this.map = map;
    }

    long map(Task task, Request asked, String name) {
        long problem = asked.problem(task, map);
        if (problem != 0) {
            return problem;
        }
        Request request = asked.with(Pages.up(asked.length()), Mapped.protection(task, asked.protection()));
        OpenFileDescription file = request.file();
        if (file == null || request.mapsZeros()) {
            return map.locked(() -> zeros(task, request, name));
        }
        if (map.pages.process() != null && file.file().hostDescriptor() >= 0) {
            long mapped = map.locked(() -> mapThere(task, request, file));
            if (!Staged.mayCopyInstead(request, mapped)) {
                return mapped;
            }
        }
        Staged staged = Staged.of(map.pages, task, file, request);
        return staged.failed() ? staged.address() : map.locked(() -> place(task, request, file, staged));
    }

    private long zeros(Task task, Request request, String name) {
        boolean stack = name.equals(STACK);
        long target = map.place(task, request, stack);
        if (target < 0) {
            return target;
        }
        int flags = (request.shared() ? MAP_SHARED : MAP_PRIVATE) | MAP_ANONYMOUS | (request.flags() & PASSED_ON);
        long length = request.length();
        if (length >= MAY_BE_REFUSED) {
            long result = map.pages.map(0, length, request.protection(), flags, -1, 0);
            if (!HostPages.isError(result)) {
                result = map.moveIn(result, length, target);
            }
            if (HostPages.isError(result)) {
                return result;
            }
        } else if (!opened(request, target)) {
            long result = map.pages.map(target, length, request.protection(), flags | MAP_FIXED, -1, 0);
            if (HostPages.isError(result)) {
                map.mend(target, length);
                return result;
            }
        }
        Backing backing = backing(request, name);
        backing.retain();
        int traits = map.traits(request) | (stack ? Mapped.STACK : 0);
        long offset = request.file() == null ? 0 : request.offset();
        Mapped mapped = new Mapped(target, target + length, request.protection(), backing, offset, traits);
        map.mappings.put(mapped);
        protectEnd(mapped);
        map.lockNew(mapped);
        return target;
    }

    private Backing backing(Request request, String name) {
        OpenFileDescription device = request.file();
        if (!request.shared()) {
            return device == null ? Backing.zeros(name) : Backing.zerosOf(device);
        }
        // As long as the mapping, whatever part of /dev/zero that says it is (the kernel's shmem_zero_setup).
        Backing shared = Backing.sharedZeros(map.newObject());
        return device == null || request.offset() == 0 ? shared : shared.withEnd(false, request.length());
    }

    /** SIGBUS on Linux; here, what has nothing behind it cannot be accessed either. */
    private void protectEnd(Mapped mapped) {
        long end = mapped.accessibleEnd();
        map.pages.protect(end, mapped.end() - end, 0);
    }

    /**
     * Lets the program at a hole, where that is all it wants: there are private zeros that nobody can reach, and to protect them
     * otherwise costs the host less than to replace them. A copy of the process has no holes, and a stray access might have left
     * something in one.
     *
     * @return whether it was done
     */
    private boolean opened(Request request, long target) {
        boolean plain = !request.shared() && (request.flags() & (PASSED_ON | MAP_FIXED | MAP_FIXED_NOREPLACE)) == 0;
        return plain
                && map.pages.process() == null
                && StrayAccess.count() == 0
                && map.pages.protect(target, request.length(), request.protection()) == 0;
    }

    /** Maps a file of the host in another process: each call there takes its time, so it is made at the place at once. */
    private long mapThere(Task task, Request request, OpenFileDescription file) {
        long length = request.length();
        long target = map.place(task, request, false);
        if (target < 0) {
            return target;
        }
        int flags = (request.shared() ? MAP_SHARED : MAP_PRIVATE) | MAP_FIXED | (request.flags() & PASSED_ON);
        int descriptor = file.file().hostDescriptor();
        boolean writable = request.shared() && file.writable();
        long result =
                map.pages.mapFile(target, length, request.protection(), flags, descriptor, request.offset(), writable);
        if (HostPages.isError(result)) {
            map.mend(target, length);
            return result;
        }
        enter(request, file, new Staged(target, false, Long.MAX_VALUE), target);
        return target;
    }

    private long place(Task task, Request request, OpenFileDescription file, Staged staged) {
        long length = request.length();
        long target = map.place(task, request, false);
        if (target < 0) {
            map.pages.release(staged.address(), length);
            return target;
        }
        long result = map.moveIn(staged.address(), length, target);
        if (HostPages.isError(result)) {
            return result;
        }
        enter(request, file, staged, target);
        return target;
    }

    /** Writes into the book what was mapped. */
    private void enter(Request request, OpenFileDescription file, Staged staged, long target) {
        boolean mayWrite = !request.shared()
                || (file.writable() && !staged.copied() && file.file().mappable(true, true) == 0);
        Backing backing = new Backing(request.shared(), mayWrite, file, staged.copied(), staged.contentEnd(), "", 0);
        backing.retain();
        Mapped mapped = new Mapped(
                target,
                target + request.length(),
                request.protection(),
                backing,
                request.offset(),
                map.traits(request));
        map.mappings.put(mapped);
        protectEnd(mapped);
        map.lockNew(mapped);
    }
}
