package io.unishim.mmap;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.HostProcess;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a program, as calls work on it: a reserved arena of the host's addresses, and perhaps ranges elsewhere, for
 * an image of fixed addresses and for what the program says where it wants it. Where the pages are, in the JVM's own process or in another one, and how their bytes are reached, is told
 * by what extends this.
 */
abstract class MappedAddressSpace extends AddressSpace {
    final MemoryMap map;
    final Region arena;
    final Scratch scratch;
    private final AtomicLong objects;
    private final MapCall mapCall;
    private final Protection protection;
    private final Advice advice;
    private final Remap remap;
    private final RemapPages remapPages;
    private final Residence residence;
    private final Locks locks;
    private final ProgramStack stack;
    final Seals seals;
    private final Consumer<MappedAddressSpace> closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    MappedAddressSpace(
            HostPages pages, Region arena, Scratch scratch, AtomicLong objects, Consumer<MappedAddressSpace> closing) {
        this.arena = arena;
        this.scratch = scratch;
        this.closing = closing;
        this.objects = objects;
        this.map = new MemoryMap(pages, arena, objects);
        this.mapCall = new MapCall(map);
        this.protection = new Protection(map);
        this.advice = new Advice(map);
        this.remap = new Remap(map, advice);
        this.remapPages = new RemapPages(map);
        this.residence = new Residence(map);
        this.locks = new Locks(map);
        this.stack = new ProgramStack(map);
        this.seals = new Seals(map);
    }

    @Override
    public final @Nullable HostProcess host() {
        return map.pages.process();
    }

    @Override
    public final @Nullable Shared sharedAt(Task task, long address) {
        Mapped[] found = new Mapped[1];
        map.locked(() -> {
            found[0] = map.mappings.at(address);
            return 0;
        });
        Mapped mapped = found[0];
        if (mapped == null || !mapped.backing().shared()) {
            return null;
        }
        OpenFileDescription file = mapped.backing().file();
        if (file == null) {
            return new Shared(new ZerosId(mapped.backing()), mapped.offsetAt(address));
        }
        Stat stat = file.file().stat(task);
        return new Shared(new FileId(stat.dev(), stat.ino()), mapped.offsetAt(address));
    }

    /** Shared zeros: those of one mmap(2), equal to no others. */
    private static final class ZerosId {
        private final Backing backing;

        ZerosId(Backing backing) {
            this.backing = backing;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof ZerosId id && id.backing == backing;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(backing);
        }
    }

    /** A file, however often it is open. */
    private record FileId(long device, long inode) {}

    @Override
    public final @Nullable AddressSpace fork(Birth birth) {
        MappedAddressSpace[] made = new MappedAddressSpace[1];
        map.locked(() -> {
            HostProcess process = birth.give(map.ranges());
            if (process != null) {
                made[0] = new RemoteAddressSpace(new HostPages(process), process, arena, scratch, objects, closing);
                made[0].map.inherit(map);
                made[0].remapPages.inherit(remapPages);
            }
            return 0;
        });
        return made[0];
    }

    @Override
    public final void settle() {
        map.settle();
    }

    @Override
    public long map(
            Task task,
            long address,
            long length,
            int newProtection,
            int flags,
            @Nullable OpenFileDescription file,
            long offset,
            String name) {
        return mapCall.map(task, new Request(address, length, newProtection, flags, file, offset), name);
    }

    @Override
    public long unmap(long address, long length) {
        return protection.unmap(address, length);
    }

    @Override
    public long protect(Task task, long address, long length, int newProtection) {
        return protection.protect(task, address, length, newProtection);
    }

    @Override
    public long remap(Task task, long address, long oldLength, long newLength, int flags, long newAddress) {
        return remap.remap(task, address, oldLength, newLength, flags, newAddress);
    }

    @Override
    public long remapPages(long address, long size, int newProtection, long page, int flags) {
        return remapPages.remap(address, size, newProtection, page, flags);
    }

    @Override
    public long advise(Task task, long address, long length, int how) {
        return advice.advise(task, address, length, how);
    }

    @Override
    public long sync(long address, long length, int flags) {
        return residence.sync(address, length, flags);
    }

    @Override
    public long resident(long address, long length, long vector) {
        return residence.resident(this, address, length, vector);
    }

    /** @return 0 if a page is in memory, else {@code -ENOENT}, or {@code -EFAULT} if nothing is mapped there */
    final int residentAt(long page) {
        return residence.at(page);
    }

    @Override
    public long lock(Task task, long address, long length, int flags) {
        return locks.lock(task, address, length, flags);
    }

    @Override
    public long unlock(long address, long length) {
        return locks.unlock(address, length);
    }

    @Override
    public long lockAll(Task task, int flags) {
        return locks.lockAll(task, flags);
    }

    @Override
    public long unlockAll() {
        return locks.unlockAll();
    }

    @Override
    public long reserve(long address, long length) {
        if (!Pages.aligned(address) || length == 0 || !Pages.inTask(address, length)) {
            return -EINVAL;
        }
        long result = map.locked(() -> map.claim(address, Pages.up(length)));
        // Below vm.mmap_min_addr the host answers EPERM: the address is not to be had either.
        return result == 0 || result == -ENOMEM ? result : -EEXIST;
    }

    @Override
    public String inTheWay(long address, long length) {
        return Obstacles.describe(address, address + length);
    }

    @Override
    public void startBreak(long address) {
        map.locked(() -> {
            map.programBreak.begin(address);
            return 0;
        });
    }

    @Override
    public long moveBreak(Task task, long address) {
        return map.locked(() -> map.programBreak.move(task, address));
    }

    @Override
    public void limitStack(long limit, long pointer) {
        map.locked(() -> stack.limit(limit, pointer));
    }

    @Override
    public boolean reach(Task task, long address) {
        return map.locked(() -> stack.reach(task, address) ? 1 : 0) == 1;
    }

    @Override
    public Usage usage() {
        Usage[] told = new Usage[1];
        map.locked(() -> {
            told[0] = map.mappings.usage();
            return 0;
        });
        return told[0];
    }

    @Override
    public List<Mapping> mappings() {
        List<Mapping> told = new ArrayList<>();
        map.locked(() -> {
            told.addAll(map.mappings.told(map.programBreak));
            return 0;
        });
        return told;
    }

    /** Says that no address is the process's any more. */
    abstract void forget();

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            forget();
            map.release();
            closing.accept(this);
        }
    }
}
