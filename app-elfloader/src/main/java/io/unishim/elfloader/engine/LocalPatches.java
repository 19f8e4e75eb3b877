package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.host.CodePages;
import io.unishim.host.HostCalls;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In the JVM's own process: stubs in pages of their own, their addresses in the {@link SlotPage}. */
final class LocalPatches implements PatchRoom {
    private static final int ROOM = 256 * 1024;

    private final List<Integer> slots = new ArrayList<>();
    private final OffHeap bytes = OffHeap.allocate(16);
    private @Nullable CodePages stubs;
    private int processMemory = -1;
    private boolean none;

    @Override
    public @Nullable Spot take(boolean stops) {
        CodePages pages = stubs();
        if (pages == null || pages.remaining() < STUB_SIZE + 8) {
            return null;
        }
        long stub = pages.address() + ROOM - pages.remaining();
        int slot = SlotPage.get().take(stub, stops);
        if (slot == SlotPage.NONE) {
            return null;
        }
        slots.add(slot);
        return new Spot(stub, slot);
    }

    private @Nullable CodePages stubs() {
        if (stubs == null && !none) {
            try {
                stubs = new CodePages(ROOM);
            } catch (IllegalStateException e) {
                none = true;
            }
        }
        return stubs;
    }

    @Override
    public boolean fill(Spot spot, byte[] stub) {
        return stubs != null && stubs.append(stub) == spot.stub();
    }

    /** Through the host's view of this process, which heeds no protection and copies private pages. */
    @Override
    public boolean write(long address, byte[] code, int offset, int length) {
        if (processMemory < 0) {
            byte[] path = "/proc/self/mem\0".getBytes(StandardCharsets.US_ASCII);
            bytes.put(0, path, 0, path.length);
            int readWriteCloseOnExec = 2 | 0x8_0000;
            processMemory = (int) HostCalls.call(Syscall.OPEN.number(), bytes.address(), readWriteCloseOnExec, 0);
        }
        bytes.put(0, code, offset, length);
        return processMemory >= 0
                && HostCalls.call(Syscall.PWRITE64.number(), processMemory, bytes.address(), length, address) == length;
    }

    @Override
    public void membarrier(int command) {
        HostCalls.call(Syscall.MEMBARRIER.number(), command, 0, 0);
    }

    @Override
    public List<Range> ranges() {
        return stubs == null
                ? List.of()
                : List.of(
                        new Range(stubs.address(), stubs.address() + ROOM),
                        SlotPage.get().range());
    }

    @Override
    public PatchRoom copy(HostChild process) {
        int end = 0;
        for (int slot : slots) {
            end = Math.max(end, slot + 8);
        }
        return end == 0
                ? RemotePatches.none(process)
                : RemotePatches.copied(process, SlotPage.get().range(), end);
    }

    @Override
    public boolean isEager() {
        return true;
    }

    @Override
    public void close() {
        none = true;
        slots.forEach(SlotPage.get()::free);
        slots.clear();
        if (processMemory >= 0) {
            HostCalls.call(Syscall.CLOSE.number(), processMemory, 0, 0);
            processMemory = -1;
        }
        if (stubs != null) {
            stubs.close();
            stubs = null;
        }
    }
}
