package io.unishim.elfloader.engine;

import io.unishim.abi.Errno;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Mman;
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
 * Memory that the JVM shares with processes of programs, in {@link Slot}s. The host gives pages to what is used.
 *
 * <p>There is one for all children of programs that run in the JVM, mapped before the first of them is born, and one for each
 * {@link Tenant}, which no other's processes have. Its size is sealed: nobody can make it smaller under the JVM's eyes.
 */
final class Slots {
    private static final int MOST = 4096;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int SEALS = Fcntl.F_SEAL_SEAL | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW;

    private final int most;
    private final boolean trusted;
    private final OffHeap memory;
    private final BitSet used;
    private final ArgumentShapes shapes;
    private int file;

    /** The slots of the JVM and of what is made by copying it. */
    private static final class Common {
        private static final Slots SLOTS = new Slots(MOST, true);

        static {
            SLOTS.closeFile();
        }
    }

    /**
     * Makes slots.
     *
     * @param most how many
     * @param trusted whether the threads that use them do what they are told
     */
    Slots(int most, boolean trusted) {
        this.most = most;
        this.trusted = trusted;
        this.used = new BitSet(most);
        OffHeap name = OffHeap.allocate(16);
        name.put(0, new byte[] {'s', 'l', 'o', 't', 's'}, 0, 5);
        file = (int) check(
                "memfd_create",
                HostCalls.call(Syscall.MEMFD_CREATE.number(), name.address(), MFD_CLOEXEC | MFD_ALLOW_SEALING, 0));
        long size = (long) most * Mail.SLOT_SIZE + ArgumentShapes.SIZE;
        boolean done = false;
        try (FileChannel channel =
                FileChannel.open(Path.of("/proc/self/fd/" + file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            check("ftruncate", HostCalls.call(Syscall.FTRUNCATE.number(), file, size, 0));
            check("F_ADD_SEALS", HostCalls.call(Syscall.FCNTL.number(), file, Fcntl.F_ADD_SEALS, SEALS));
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
            memory = OffHeap.of(mapped);
            shapes = new ArgumentShapes(memory.slice(most * Mail.SLOT_SIZE, ArgumentShapes.SIZE));
            done = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                closeFile();
            }
        }
    }

    /** @return the descriptor of the file that they lie in, until {@link #closeFile} */
    int file() {
        return file;
    }

    /** Says that no process needs to map them any more that has not. */
    void closeFile() {
        if (file >= 0) {
            HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
            file = -1;
        }
    }

    private static long check(String what, long result) {
        if (result < 0) {
            throw new IllegalStateException(what + ": " + Errno.of((int) -result));
        }
        return result;
    }

    static Slots common() {
        return Common.SLOTS;
    }

    /** @return a slot that is free, all zeros but for what a context has; null if every one is in use */
    synchronized @Nullable Slot take() {
        int index = used.nextClearBit(0);
        if (index >= most) {
            return null;
        }
        used.set(index);
        OffHeap block = memory.slice(index * Mail.SLOT_SIZE, Mail.SLOT_SIZE);
        block.zero(0, Mail.CALLS);
        return new Slot(this, index, block);
    }

    synchronized void release(int index) {
        used.clear(index);
    }

    /** @return what the threads of the slots know of calls */
    ArgumentShapes shapes() {
        return shapes;
    }

    /** @return how many are in use */
    synchronized int inUse() {
        return used.cardinality();
    }

    boolean trusted() {
        return trusted;
    }

    OffHeap memory() {
        return memory;
    }

    long address() {
        return memory.address();
    }

    long size() {
        return memory.size();
    }

    /** Gives the pages back to the host: whoever still looks there sees zeros. Nobody else has them mapped any more. */
    void discard() {
        closeFile();
        HostCalls.call(Syscall.MADVISE.number(), address(), size(), Mman.MADV_REMOVE);
    }
}
