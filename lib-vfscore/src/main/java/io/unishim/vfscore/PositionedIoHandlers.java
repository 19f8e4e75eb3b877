package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.abi.Fcntl.RWF_APPEND;
import static io.unishim.abi.Fcntl.RWF_DSYNC;
import static io.unishim.abi.Fcntl.RWF_HIPRI;
import static io.unishim.abi.Fcntl.RWF_NOAPPEND;
import static io.unishim.abi.Fcntl.RWF_SYNC;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.PositionedIoCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import java.util.concurrent.locks.ReentrantLock;

/** Reading and writing at an offset. */
final class PositionedIoHandlers implements PositionedIoCalls {
    private static final int KNOWN = RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_APPEND | RWF_NOAPPEND;

    @Override
    @Support(FULL)
    public long pread64(Task task, int fd, UserBuffer buf, long offset) {
        return offset < 0 ? -EINVAL : Transfer.readAt(task, fd, buf, offset);
    }

    @Override
    @Support(FULL)
    public long pwrite64(Task task, int fd, UserBuffer buf, long offset) {
        return offset < 0 ? -EINVAL : Transfer.writeAt(task, fd, buf, offset);
    }

    @Override
    @Support(FULL)
    public long preadv(Task task, int fd, UserIovec iov, long offset, long high) {
        return offset < 0 ? -EINVAL : vectorRead(task, fd, iov, offset);
    }

    @Override
    @Support(FULL)
    public long pwritev(Task task, int fd, UserIovec iov, long offset, long high) {
        return offset < 0 ? -EINVAL : vectorWrite(task, fd, iov, offset, 0);
    }

    @Override
    @Support(value = PARTIAL, note = "RWF_NOWAIT, RWF_ATOMIC and RWF_DONTCACHE answer EOPNOTSUPP, as on tmpfs")
    public long preadv2(Task task, int fd, UserIovec iov, long offset, long high, int flags) {
        if (offset < -1) {
            return -EINVAL;
        }
        if ((flags & ~KNOWN) != 0) {
            return Transfer.open(task, fd) == null ? -EBADF : -EOPNOTSUPP;
        }
        return vectorRead(task, fd, iov, offset);
    }

    @Override
    @Support(value = PARTIAL, note = "RWF_NOWAIT, RWF_ATOMIC and RWF_DONTCACHE answer EOPNOTSUPP, as on tmpfs")
    public long pwritev2(Task task, int fd, UserIovec iov, long offset, long high, int flags) {
        if (offset < -1) {
            return -EINVAL;
        }
        if ((flags & ~KNOWN) != 0) {
            return Transfer.open(task, fd) == null ? -EBADF : -EOPNOTSUPP;
        }
        return vectorWrite(task, fd, iov, offset, flags);
    }

    private static long vectorRead(Task task, int fd, UserIovec iov, long offset) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (offset >= 0 && !open.file().seekable()) {
            return -ESPIPE;
        }
        if (!open.readable()) {
            return -EBADF;
        }
        long total = iov.load();
        if (total <= 0) {
            return total;
        }
        return offset < 0 ? Transfer.read(task, open, iov) : Transfer.readAt(task, open, iov, offset);
    }

    private static long vectorWrite(Task task, int fd, UserIovec iov, long offset, int flags) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (offset >= 0 && !open.file().seekable()) {
            return -ESPIPE;
        }
        if (!open.writable()) {
            return -EBADF;
        }
        long total = iov.load();
        if (total <= 0) {
            return total;
        }
        int append = flags & (RWF_APPEND | RWF_NOAPPEND);
        long done;
        if (append != 0 && open.file() instanceof InodeFile file && file.seekable()) {
            done = Transfer.toldWritten(task, open, append(task, open, file, iov, offset, append));
        } else {
            done = offset < 0 ? Transfer.write(task, open, iov) : Transfer.writeAt(task, open, iov, offset);
        }
        boolean synced = (flags & (RWF_DSYNC | RWF_SYNC)) != 0 && open.file() instanceof InodeFile;
        long result = done > 0 && synced ? open.file().sync((flags & RWF_SYNC) == 0) : 0;
        return result < 0 ? result : done;
    }

    private static long append(
            Task task, OpenFileDescription open, InodeFile file, UserIovec iov, long offset, int append) {
        boolean atEnd = append == RWF_APPEND;
        if (append == (RWF_APPEND | RWF_NOAPPEND)) {
            return -EINVAL;
        }
        if (offset >= 0) {
            return atEnd
                    ? Transfer.keepingPosition(open, () -> file.append(task, open, iov))
                    : file.writeAt(task, open, iov, offset);
        }
        ReentrantLock lock = open.positionLock();
        lock.lock();
        try {
            long done = atEnd ? file.append(task, open, iov) : file.writeAt(task, open, iov, open.position());
            if (done > 0) {
                open.position(open.position() + done);
            }
            return done;
        } finally {
            lock.unlock();
        }
    }
}
