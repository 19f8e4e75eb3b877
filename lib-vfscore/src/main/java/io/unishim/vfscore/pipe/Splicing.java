package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code splice(2)} and {@code sendfile(2)} do with pipes. While data is on its way between a pipe and a file, the pipe
 * is borrowed: others that read, or write, wait as if it were empty, or full, but nobody waits for a lock.
 */
public final class Splicing {
    private static final StateKey<byte[]> KEY = StateKey.of("buffer of splice");
    private static final int SIZE = 64 * 1024;

    /** /dev/null can be written by splice(2), but not read. */
    private static final long NULL_DEVICE = 0x103;

    private Splicing() {}

    /** @return the pipe behind a descriptor, or null if it is none */
    static @Nullable Pipe pipe(OpenFileDescription open) {
        return open.file() instanceof PipeFile end ? end.pipe() : null;
    }

    /** @return whether it is an end of a pipe or a FIFO */
    public static boolean isPipe(OpenFileDescription open) {
        return open.file() instanceof PipeFile;
    }

    private static byte[] buffer(Task task, int size) {
        byte[] bytes = task.stateOrNull(KEY);
        if (bytes == null || bytes.length < size) {
            bytes = new byte[Math.max(SIZE, size)];
            task.put(KEY, bytes);
        }
        return bytes;
    }

    /** Directories cannot be spliced, nor what has no type: event counters, timers, epoll. */
    private static boolean splices(Stat stat) {
        int type = stat.mode() & S_IFMT;
        return type != 0 && type != S_IFDIR;
    }

    /** @return whether it is an ordinary file: positions of others do not move */
    static boolean ordinary(Stat stat) {
        return (stat.mode() & S_IFMT) == S_IFREG;
    }

    private static void told(OpenFileDescription open, long done, int mask) {
        if (done > 0 && open.file() instanceof InodeFile file) {
            file.happened(mask);
        }
    }

    /**
     * Moves data between pipes, or copies it if {@code keep} (the kernel's splice_pipe_to_pipe and link_pipe).
     *
     * @param waits whether to wait for data and for room
     * @return the bytes moved, 0 at the end, or a negative errno
     */
    static long move(Task task, Pipe from, Pipe to, long length, boolean waits, boolean keep) {
        for (; ; ) {
            long result = PipeLoans.awaitData(task, from, waits);
            if (result >= 0) {
                result = PipeLoans.awaitRoom(task, to, waits);
            }
            if (result == 0) {
                result = PipeLoans.move(from, to, length, keep);
            }
            if (result != -EAGAIN || !waits) {
                return result;
            }
        }
    }

    /**
     * Moves data from a pipe to a file (the kernel's iter_file_splice_write).
     *
     * @param to where to write, or -1 for the position, which then moves
     * @return the bytes moved, 0 at the end, or a negative errno
     */
    static long toFile(Task task, Pipe from, OpenFileDescription out, long to, long length, boolean waits) {
        Stat stat = out.file().stat(task);
        if (!splices(stat)) {
            return -EINVAL;
        }
        boolean seeks = out.file().seekable();
        long start = to >= 0 || !seeks ? Math.max(0, to) : out.position();
        if (length < 0 || start + length < 0) {
            return -EINVAL;
        }
        byte[] bytes = buffer(task, SIZE);
        long done = 0;
        while (done < length) {
            long result = PipeLoans.borrowData(task, from, waits, done > 0);
            if (result <= 0) {
                return done > 0 ? done : result;
            }
            long written = 0;
            try {
                int step = PipeLoans.peek(from, bytes, (int) Math.min(SIZE, length - done));
                written = out.file()
                        .write(task, out, UserBuffer.of(ByteBuffer.wrap(bytes, 0, step)), seeks ? start + done : 0);
            } finally {
                PipeLoans.returnData(from, (int) Math.max(0, written));
            }
            if (written <= 0) {
                return done > 0 ? done : written;
            }
            done += written;
            told(out, written, IN_MODIFY);
            if (to < 0 && ordinary(stat)) {
                out.position(start + done);
            }
        }
        return done;
    }

    /**
     * Moves data from a file to a pipe, as much as there is room for (the kernel's splice_file_to_pipe).
     *
     * @param from where to read, or -1 for the position, which then moves
     * @return the bytes moved, 0 at the end, or a negative errno
     */
    public static long fromFile(
            Task task, OpenFileDescription in, long from, OpenFileDescription out, long length, boolean waits) {
        Pipe to = pipe(out);
        return to == null ? -EINVAL : fromFile(task, in, from, to, length, waits);
    }

    static long fromFile(Task task, OpenFileDescription in, long from, Pipe to, long length, boolean waits) {
        boolean seeks = in.file().seekable();
        long start = from >= 0 || !seeks ? Math.max(0, from) : in.position();
        if (length < 0 || start + length < 0) {
            return -EINVAL;
        }
        Stat stat = in.file().stat(task);
        long room = PipeLoans.borrowRoom(task, to, waits);
        if (room < 0) {
            return room;
        }
        long done = 0;
        try {
            long most = Math.min(length, room);
            if (isPipe(in) || !splices(stat) || stat.rdev() == NULL_DEVICE) {
                done = -EINVAL;
            } else if (ordinary(stat) && seeks) {
                done = pages(task, in, start, to, most);
            } else {
                done = once(task, in, start, to, (int) most, waits);
            }
        } finally {
            PipeLoans.returnRoom(to, done > 0);
        }
        if (done > 0 && from < 0 && ordinary(stat)) {
            in.position(start + done);
        }
        told(in, done, IN_ACCESS);
        return done;
    }

    /** Each page of the file, or the part of it that is wanted, takes a page of the pipe. */
    private static long pages(Task task, OpenFileDescription in, long start, Pipe to, long most) {
        byte[] bytes = buffer(task, SIZE);
        long done = 0;
        while (done < most) {
            int inPage = (int) (start + done & PipeRing.PAGE - 1);
            int step = (int) Math.min(SIZE - inPage, most - done);
            long read = in.file().read(task, in, UserBuffer.of(bytes, 0, step), start + done);
            if (read <= 0) {
                return done > 0 ? done : read;
            }
            int added = PipeLoans.addPages(to, bytes, (int) read, PipeRing.PAGE - inPage);
            done += added;
            if (added < step) {
                return done;
            }
        }
        return done;
    }

    /** What is no ordinary file is read once: what was read cannot be given back. */
    private static long once(Task task, OpenFileDescription in, long start, Pipe to, int most, boolean waits) {
        if (!waits && (in.file().readiness(in) & POLLIN) == 0) {
            return -EAGAIN;
        }
        byte[] bytes = buffer(task, most);
        long read = in.file().read(task, in, UserBuffer.of(bytes, 0, most), start);
        return read <= 0 ? read : PipeLoans.addPages(to, bytes, (int) read, PipeRing.PAGE);
    }
}
