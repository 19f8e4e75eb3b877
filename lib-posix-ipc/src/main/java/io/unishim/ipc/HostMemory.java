package io.unishim.ipc;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Anonymous memory of the host, which programs, their children and Java code map alike. */
final class HostMemory {
    private static final int STAT_BLOCKS = 64;
    private static final int BLOCKS_OF_PAGE = 8;

    private HostMemory() {}

    /** @return a descriptor of so many zeros, or a negative errno */
    static int create(long size) {
        OffHeap name = OffHeap.allocate(16);
        byte[] text = "unishim".getBytes(StandardCharsets.US_ASCII);
        name.put(0, text, 0, text.length);
        try {
            int made = (int) HostCalls.call(Syscall.MEMFD_CREATE.number(), name.address(), Mman.MFD_CLOEXEC, 0);
            if (made >= 0) {
                long result = HostCalls.call(Syscall.FTRUNCATE.number(), made, size, 0);
                if (result < 0) {
                    close(made);
                    return (int) result;
                }
            }
            return made;
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    /** @return a mapping that lasts as long as it is reachable, or null if the host has no room */
    static @Nullable OffHeap map(int descriptor, long size) {
        Path path = Path.of("/proc/self/fd/" + descriptor);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return OffHeap.of(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
        } catch (IOException e) {
            return null;
        }
    }

    /** @return how many pages are not holes */
    static long pages(int descriptor) {
        OffHeap stat = OffHeap.allocate(144);
        try {
            long result = HostCalls.call(Syscall.FSTAT.number(), descriptor, stat.address(), 0);
            return result < 0 ? 0 : stat.getLong(STAT_BLOCKS) / BLOCKS_OF_PAGE;
        } finally {
            Reference.reachabilityFence(stat);
        }
    }

    static void close(int descriptor) {
        long unused = HostCalls.call(Syscall.CLOSE.number(), descriptor, 0, 0);
    }
}
