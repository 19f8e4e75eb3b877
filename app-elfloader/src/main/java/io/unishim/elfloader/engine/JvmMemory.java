package io.unishim.elfloader.engine;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the JVM's large memory, which is mostly its heap, out of copies of its process: they take a tenth of the time, and the
 * JVM is not slowed down by pages that it shares with a copy. Stacks and small areas stay in, for who else forks.
 */
final class JvmMemory {
    private static final long LARGE = 2 << 20;
    /** How many copies are made before the memory is looked at again: it grows. */
    private static final int BETWEEN = 64;

    private static final int CHUNK = 64 << 10;
    private static final int O_CLOEXEC = 0x8_0000;

    private int copies;

    /**
     * To be called before each copy. The first one is made as it is: most programs make none, or few.
     *
     * @param program what the copy is to have
     */
    void prepare(List<Range> program) {
        copies++;
        if (copies % BETWEEN == 2) {
            exclude();
        }
        if (copies > 1) {
            // Perhaps it was taken for the JVM's, when another program made a copy.
            for (Range each : program) {
                advise(each.start(), each.end(), Mman.MADV_DOFORK);
            }
        }
    }

    /** @return where the host's vDSO and its data are, which programs read the clocks by, in ascending order */
    static List<Range> clocks() {
        List<Range> found = new ArrayList<>();
        for (String line : new String(maps(), StandardCharsets.ISO_8859_1).split("\n")) {
            if (line.endsWith("[vdso]") || line.contains("[vvar")) {
                int dash = line.indexOf('-');
                int end = line.indexOf(' ');
                found.add(new Range(
                        Long.parseUnsignedLong(line, 0, dash, 16), Long.parseUnsignedLong(line, dash + 1, end, 16)));
            }
        }
        return found;
    }

    private static void advise(long start, long end, int advice) {
        HostCalls.call(Syscall.MADVISE.number(), start, end - start, advice);
    }

    private static void exclude() {
        byte[] maps = maps();
        int line = 0;
        for (int i = 0; i < maps.length; i++) {
            if (maps[i] == '\n') {
                excludeLine(maps, line, i);
                line = i + 1;
            }
        }
    }

    /** A line is {@code start-end rw-p offset device inode}, and a name if there is one. */
    private static void excludeLine(byte[] maps, int from, int to) {
        int at = from;
        long start = 0;
        while (maps[at] != '-') {
            start = start << 4 | Character.digit(maps[at++], 16);
        }
        at++;
        long end = 0;
        while (maps[at] != ' ') {
            end = end << 4 | Character.digit(maps[at++], 16);
        }
        boolean writable = maps[at + 1] == 'r' && maps[at + 2] == 'w' && maps[at + 4] == 'p';
        // [heap] is malloc's, [stack] the first thread's.
        boolean special = maps[to - 1] == ']';
        if (writable && !special && end - start >= LARGE) {
            advise(start, end, Mman.MADV_DONTFORK);
        }
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
            all = java.util.Arrays.copyOf(all, size + (int) got);
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
