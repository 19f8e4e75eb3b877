package io.unishim.vfscore;

import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Puts a directory's entries into the form of {@code getdents(2)} or {@code getdents64(2)}. A task has one. */
final class DirentWriter implements DirectorySink {
    private static final StateKey<DirentWriter> KEY = StateKey.of("buffer of getdents");
    private static final int MOST = 64 * 1024;
    private static final int HEADER_64 = 19;
    private static final int HEADER_OLD = 18;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle HALVES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = 8;

    private byte[] bytes = new byte[4096];
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
        if (end + WORD > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + WORD, bytes.length * 4));
        }
        byte[] out = bytes;
        WORDS.set(out, used, inode);
        WORDS.set(out, used + 8, following);
        HALVES.set(out, used + 16, (short) length);
        copy(name, out, used + header);
        WORDS.set(out, used + header + name.length, 0L); // at least up to the end, or to the old format's type
        out[old ? end - 1 : used + 18] = (byte) (type >> 12);
        used = end;
        next = following;
        return true;
    }

    /** Copies a name, mostly a short one, for which a block copy takes longer to begin than words take. */
    private static void copy(byte[] name, byte[] out, int to) {
        int last = name.length - WORD;
        if (last < 0) {
            for (int i = 0; i < name.length; i++) {
                out[to + i] = name[i];
            }
            return;
        }
        for (int i = 0; i < last; i += WORD) {
            WORDS.set(out, to + i, (long) WORDS.get(name, i));
        }
        WORDS.set(out, to + last, (long) WORDS.get(name, last));
    }
}
