package io.unishim.elfloader.engine;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In a process of the host that runs a program: pages of its own at an address like that of the {@link SlotPage}, in which
 * each slot has its stub behind it. A copy of the JVM's process has that page already, with slots of the program that was
 * copied, whose stubs it shares.
 */
final class RemotePatches implements PatchRoom {
    private static final int UNIT = STUB_SIZE + 8;
    private static final int ALIGNMENT = 64;
    private static final int NOWHERE = 0;

    private final HostChild process;
    private final OffHeap bytes = OffHeap.allocate(UNIT);
    private int page;
    private int next;
    private boolean usable;
    private boolean none;
    private int processMemory = -1;

    private RemotePatches(HostChild process, int page, int next, boolean usable) {
        this.process = process;
        this.page = page;
        this.next = next;
        this.usable = usable;
    }

    /** @return room in a process that has none yet */
    static PatchRoom none(HostChild process) {
        return new RemotePatches(process, NOWHERE, 0, false);
    }

    /** @return room in a process that has a slot page, of which what is below {@code used} is in use */
    static PatchRoom copied(HostChild process, Range page, int used) {
        return new RemotePatches(process, (int) page.start(), used, false);
    }

    @Override
    public @Nullable Spot take(boolean stops) {
        if (none || !usable && !makeUsable()) {
            none = true;
            return null;
        }
        int alignment = stops ? SlotPage.STOPS_EVERY : ALIGNMENT;
        int unit = (next + alignment - 1 & -alignment) + (stops ? SlotPage.STOP : 0);
        if (unit + UNIT > page + SlotPage.SIZE) {
            return null;
        }
        next = unit + UNIT;
        return new Spot(unit + 8, unit);
    }

    private boolean makeUsable() {
        int protection = Mman.PROT_READ | Mman.PROT_EXEC;
        if (page == NOWHERE) {
            int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE;
            page = SlotPage.find(place ->
                    process.call(Syscall.MMAP.number(), place, SlotPage.SIZE, protection, flags, -1, 0) == place);
            next = page;
            usable = page != NOWHERE;
        } else {
            usable = process.call(Syscall.MPROTECT.number(), page, SlotPage.SIZE, protection, 0, 0, 0) == 0;
        }
        return usable;
    }

    @Override
    public boolean fill(Spot spot, byte[] stub) {
        bytes.putLong(0, spot.stub());
        bytes.put(8, stub, 0, stub.length);
        return write(spot.slot(), 8 + stub.length);
    }

    @Override
    public boolean write(long address, byte[] code, int offset, int length) {
        bytes.put(0, code, offset, length);
        return write(address, length);
    }

    /** Through the host's view of the process, which heeds no protection. */
    private boolean write(long address, int length) {
        if (processMemory < 0) {
            processMemory = open();
        }
        return processMemory >= 0
                && HostCalls.call(Syscall.PWRITE64.number(), processMemory, bytes.address(), length, address) == length;
    }

    private int open() {
        byte[] path = ("/proc/" + process.pid() + "/mem\0").getBytes(StandardCharsets.US_ASCII);
        OffHeap name = OffHeap.allocate(path.length);
        name.put(0, path, 0, path.length);
        int readWriteCloseOnExec = 2 | 0x8_0000;
        int file = (int) HostCalls.call(Syscall.OPEN.number(), name.address(), readWriteCloseOnExec, 0);
        Reference.reachabilityFence(name);
        return file;
    }

    @Override
    public void membarrier(int command) {
        process.call(Syscall.MEMBARRIER.number(), command, 0, 0, 0, 0, 0);
    }

    @Override
    public List<Range> ranges() {
        return List.of();
    }

    @Override
    public PatchRoom copy(HostChild other) {
        return new RemotePatches(other, page, next, usable);
    }

    @Override
    public boolean isEager() {
        return false;
    }

    @Override
    public void close() {
        none = true;
        if (processMemory >= 0) {
            HostCalls.call(Syscall.CLOSE.number(), processMemory, 0, 0);
            processMemory = -1;
        }
    }
}
