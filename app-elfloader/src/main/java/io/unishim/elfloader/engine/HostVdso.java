package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the host's vDSO and its data are (man 7 vdso), which programs read the clocks by. */
final class HostVdso {
    private static final int CHUNK = 64 << 10;
    private static final int O_CLOEXEC = 0x8_0000;

    /** In ascending order; they stay where they are. */
    static final List<Range> PAGES = List.copyOf(find());

    private HostVdso() {}

    private static List<Range> find() {
        List<Range> found = new ArrayList<>();
        for (String line : new String(maps(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (line.endsWith("[vdso]") || line.contains("[vvar")) {
                int dash = line.indexOf('-');
                int end = line.indexOf(' ');
                found.add(new Range(
                        Long.parseUnsignedLong(line, 0, dash, 16), Long.parseUnsignedLong(line, dash + 1, end, 16)));
            }
        }
        return found;
    }

    /** @return {@code /proc/self/maps} up to its last whole line; by raw calls, for the JDK's way is slow at first use */
    private static byte[] maps() {
        OffHeap block = OffHeap.allocate(CHUNK);
        byte[] path = "/proc/self/maps\0".getBytes(StandardCharsets.US_ASCII);
        block.put(0, path, 0, path.length);
        long file = HostCalls.call(Syscall.OPEN.number(), block.address(), O_CLOEXEC, 0);
        byte[] all = new byte[0];
        long got = file < 0 ? 0 : read(file, block);
        while (got > 0) {
            int size = all.length;
            all = Arrays.copyOf(all, size + (int) got);
            block.get(0, all, size, (int) got);
            got = read(file, block);
        }
        if (file >= 0) {
            HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
        }
        Reference.reachabilityFence(block);
        return all;
    }

    private static long read(long file, OffHeap block) {
        return HostCalls.call(Syscall.READ.number(), file, block.address(), CHUNK);
    }
}
