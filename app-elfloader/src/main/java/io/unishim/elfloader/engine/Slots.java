package io.unishim.elfloader.engine;

import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The slots of this JVM: memory that it shares with all children of its programs, mapped before the first of them is born. The
 * host gives pages to what is used.
 */
final class Slots {
    private static final int MOST = 4096;
    private static final int MFD_CLOEXEC = 1;
    private static final Slots ALL = new Slots();

    private final OffHeap memory;
    private final BitSet used = new BitSet(MOST);

    private Slots() {
        OffHeap name = OffHeap.allocate(16);
        name.put(0, new byte[] {'s', 'l', 'o', 't', 's'}, 0, 5);
        long file = HostCalls.call(Syscall.MEMFD_CREATE.number(), name.address(), MFD_CLOEXEC, 0);
        long size = (long) MOST * Mail.SLOT_SIZE;
        if (file < 0) {
            throw new IllegalStateException("memfd_create: " + Errno.of((int) -file));
        }
        try (FileChannel channel =
                FileChannel.open(Path.of("/proc/self/fd/" + file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long set = HostCalls.call(Syscall.FTRUNCATE.number(), file, size, 0);
            if (set < 0) {
                throw new IllegalStateException("ftruncate: " + Errno.of((int) -set));
            }
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
            memory = OffHeap.of(mapped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
        }
    }

    /** @return a slot that is free, all zeros but for what a context has; null if every one is in use */
    static @Nullable Slot take() {
        synchronized (ALL) {
            int index = ALL.used.nextClearBit(0);
            if (index >= MOST) {
                return null;
            }
            ALL.used.set(index);
            OffHeap block = ALL.memory.slice(index * Mail.SLOT_SIZE, Mail.SLOT_SIZE);
            block.zero(0, Mail.CALLS);
            return new Slot(index, block);
        }
    }

    static void release(Slot slot) {
        synchronized (ALL) {
            ALL.used.clear(slot.index());
        }
    }

    /** @return how many are in use */
    static int inUse() {
        synchronized (ALL) {
            return ALL.used.cardinality();
        }
    }

    static long address() {
        return ALL.memory.address();
    }

    static long size() {
        return ALL.memory.size();
    }
}
