package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.RWF_APPEND;
import static io.unishim.abi.Fcntl.RWF_DSYNC;
import static io.unishim.abi.Fcntl.RWF_HIPRI;
import static io.unishim.abi.Fcntl.RWF_NOAPPEND;
import static io.unishim.abi.Fcntl.RWF_SYNC;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import java.util.concurrent.locks.ReentrantLock;

/** Reads and writes at an offset, with the flags of {@code preadv2(2)}; what has no positions does without. */
public final class Positioned {
    private static final int KNOWN = RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_APPEND | RWF_NOAPPEND;

    private Positioned() {}

    /** @return whether all flags are known; if not, {@code -EOPNOTSUPP} */
    public static boolean known(int flags) {
        return (flags & ~KNOWN) == 0;
    }

    /** Reads what is open for reading. @param offset negative for the position */
    public static long read(Task task, OpenFileDescription open, UserBuffer buffer, long offset) {
        return offset < 0 || !open.file().seekable()
                ? Transfer.read(task, open, buffer)
                : Transfer.readAt(task, open, buffer, offset);
    }

    /** Writes what is open for writing. @param offset negative for the position @param flags that are {@link #known} */
    public static long write(Task task, OpenFileDescription open, UserBuffer buffer, long offset, int flags) {
        int append = flags & (RWF_APPEND | RWF_NOAPPEND);
        long done;
        if (append != 0 && open.file() instanceof InodeFile file && file.seekable()) {
            done = Transfer.toldWritten(task, open, append(task, open, file, buffer, offset, append));
        } else {
            done = offset < 0 || !open.file().seekable()
                    ? Transfer.write(task, open, buffer)
                    : Transfer.writeAt(task, open, buffer, offset);
        }
        boolean synced = (flags & (RWF_DSYNC | RWF_SYNC)) != 0 && open.file() instanceof InodeFile;
        long result = done > 0 && synced ? open.file().sync((flags & RWF_SYNC) == 0) : 0;
        return result < 0 ? result : done;
    }

    private static long append(
            Task task, OpenFileDescription open, InodeFile file, UserBuffer buffer, long offset, int append) {
        boolean atEnd = append == RWF_APPEND;
        if (append == (RWF_APPEND | RWF_NOAPPEND)) {
            return -EINVAL;
        }
        if (offset >= 0) {
            return atEnd
                    ? Transfer.keepingPosition(open, () -> file.append(task, open, buffer))
                    : file.writeAt(task, open, buffer, offset);
        }
        ReentrantLock lock = open.positionLock();
        lock.lock();
        try {
            long done = atEnd ? file.append(task, open, buffer) : file.writeAt(task, open, buffer, open.position());
            if (done > 0) {
                open.position(open.position() + done);
            }
            return done;
        } finally {
            lock.unlock();
        }
    }
}
