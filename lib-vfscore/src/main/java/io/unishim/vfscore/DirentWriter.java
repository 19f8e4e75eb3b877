package io.unishim.vfscore;

import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Puts a directory's entries into the form of {@code getdents(2)} or {@code getdents64(2)}. A task has one. */
final class DirentWriter implements DirectorySink {
    private static final StateKey<DirentWriter> KEY = StateKey.of("buffer of getdents");
    private static final int MOST = 64 * 1024;
    private static final int HEADER_64 = 19;
    private static final int HEADER_OLD = 18;

    private byte[] bytes = new byte[4096];
    private ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private int limit;
    private int used;
    private long next;
    private boolean old;
    private boolean full;

    private DirentWriter() {}

    /** @return a task's writer, for a buffer of that many bytes */
    static DirentWriter of(Task task, long room, boolean old) {
        DirentWriter writer = task.stateOrNull(KEY);
        if (writer == null) {
            writer = new DirentWriter();
            task.put(KEY, writer);
        }
        writer.limit = (int) Math.min(room < 0 ? MOST : room, MOST);
        writer.old = old;
        return writer;
    }

    void start(long position) {
        used = 0;
        full = false;
        next = position;
    }

    int length() {
        return used;
    }

    byte[] bytes() {
        return bytes;
    }

    /** @return where the listing goes on */
    long next() {
        return next;
    }

    /** @return whether an entry did not fit */
    boolean full() {
        return full;
    }

    @Override
    public boolean add(byte[] name, long inode, int type, long following) {
        int header = old ? HEADER_OLD : HEADER_64;
        // The old format has the type in the last byte of the entry.
        int length = header + name.length + 1 + (old ? 1 : 0) + 7 & ~7;
        if (length > limit - used) {
            full = true;
            return false;
        }
        int end = used + length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 4));
            out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        Arrays.fill(bytes, used + header, end, (byte) 0);
        out.putLong(used, inode).putLong(used + 8, following).putShort(used + 16, (short) length);
        byte kind = (byte) (type >> 12);
        bytes[old ? end - 1 : used + 18] = kind;
        System.arraycopy(name, 0, bytes, used + header, name.length);
        used = end;
        next = following;
        return true;
    }
}
