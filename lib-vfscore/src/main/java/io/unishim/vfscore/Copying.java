package io.unishim.vfscore;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.nio.ByteBuffer;

/** Copying between two open files, through a buffer that each task has one of. */
final class Copying {
    private static final StateKey<byte[]> KEY = StateKey.of("buffer of sendfile");
    private static final int SIZE = 64 * 1024;

    private Copying() {}

    /**
     * Copies.
     *
     * @param from where to read, or -1 for the position, which then moves
     * @param to where to write, or -1 for the position, which then moves
     * @return the bytes copied, or a negative errno if there are none
     */
    static long copy(Task task, OpenFileDescription in, long from, OpenFileDescription out, long to, long count) {
        if (from >= 0) {
            return told(task, in, out, run(task, in, from, out, to, count));
        }
        // As Linux does it, without the position's lock: two copies in opposite directions must not wait for each
        // other.
        long start = in.position();
        long done = run(task, in, start, out, to, count);
        if (done > 0) {
            in.position(start + done);
        }
        return told(task, in, out, done);
    }

    /** However much it is, it is told once. */
    private static long told(Task task, OpenFileDescription in, OpenFileDescription out, long done) {
        return Transfer.toldWritten(task, out, Transfer.toldRead(task, in, done));
    }

    private static long run(
            Task task, OpenFileDescription in, long from, OpenFileDescription out, long to, long count) {
        byte[] bytes = task.stateOrNull(KEY);
        if (bytes == null) {
            bytes = new byte[SIZE];
            task.put(KEY, bytes);
        }
        long done = 0;
        while (done < count) {
            int most = (int) Math.min(SIZE, count - done);
            long read = Transfer.readAtQuietly(task, in, UserBuffer.of(bytes, 0, most), from + done);
            if (read <= 0) {
                return done > 0 ? done : read;
            }
            UserBuffer source = UserBuffer.of(ByteBuffer.wrap(bytes, 0, (int) read));
            long written = to < 0
                    ? Transfer.writeQuietly(task, out, source)
                    : Transfer.writeAtQuietly(task, out, source, to + done);
            if (written <= 0) {
                return done > 0 ? done : written;
            }
            done += written; // what was written short is tried again, as by Linux's pipe in between
        }
        return done;
    }
}
