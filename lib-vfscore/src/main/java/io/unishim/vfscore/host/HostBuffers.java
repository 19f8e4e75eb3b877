package io.unishim.vfscore.host;

import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Name;
import java.nio.ByteBuffer;

/** A task's memory for calls of the host: names and structures on their way, and bytes read and written. */
final class HostBuffers {
    /** Where a second name stands in {@link Task#arguments} scratch, after the first at 0. */
    static final int SECOND_NAME = 512;

    /** Where the host puts a structure. */
    static final int STRUCT = 1024;

    /** How much is read or written at a time. */
    static final int TRANSFER = 128 * 1024;

    private static final StateKey<OffHeap> KEY = StateKey.of("buffer for the host's files");

    private HostBuffers() {}

    static OffHeap scratch(Task task) {
        return task.arguments().scratch();
    }

    static OffHeap transfer(Task task) {
        OffHeap buffer = task.stateOrNull(KEY);
        if (buffer == null) {
            buffer = OffHeap.allocate(TRANSFER);
            task.put(KEY, buffer);
        }
        return buffer;
    }

    /** Puts a name with its NUL. @return its address */
    static long put(OffHeap scratch, int at, Name name) {
        int length = name.length();
        for (int i = 0; i < length; i++) {
            scratch.putByte(at + i, name.at(i));
        }
        scratch.putByte(at + length, (byte) 0);
        return scratch.address() + at;
    }

    /** Puts a name with its NUL. @return its address */
    static long put(OffHeap scratch, int at, byte[] name) {
        scratch.put(at, name, 0, name.length);
        scratch.putByte(at + name.length, (byte) 0);
        return scratch.address() + at;
    }

    /** @return the device of the structure at {@link #STRUCT} */
    static long device(OffHeap scratch) {
        return scratch.getLong(STRUCT);
    }

    /** @return the inode number of the structure at {@link #STRUCT} */
    static long inode(OffHeap scratch) {
        return scratch.getLong(STRUCT + 8);
    }

    /** @return the mode of the structure at {@link #STRUCT} */
    static int mode(OffHeap scratch) {
        return scratch.getInt(STRUCT + 24);
    }

    /** @return the structure at {@link #STRUCT}, with another device */
    static Stat stat(OffHeap scratch, long device) {
        ByteBuffer in = scratch.buffer();
        return new Stat(
                device,
                in.getLong(STRUCT + 8),
                in.getInt(STRUCT + 24),
                in.getLong(STRUCT + 16),
                in.getInt(STRUCT + 28),
                in.getInt(STRUCT + 32),
                in.getLong(STRUCT + 40),
                in.getLong(STRUCT + 48),
                in.getLong(STRUCT + 56),
                in.getLong(STRUCT + 64),
                Timespec.LAYOUT.decode(in, STRUCT + 72),
                Timespec.LAYOUT.decode(in, STRUCT + 88),
                Timespec.LAYOUT.decode(in, STRUCT + 104));
    }
}
