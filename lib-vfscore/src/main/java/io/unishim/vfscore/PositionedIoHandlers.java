package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.PositionedIoCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.Task;

/** Reading and writing at an offset. */
final class PositionedIoHandlers implements PositionedIoCalls {
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
        if (!Positioned.known(flags)) {
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
        if (!Positioned.known(flags)) {
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
        return Positioned.read(task, open, iov, offset);
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
        return Positioned.write(task, open, iov, offset, flags);
    }
}
