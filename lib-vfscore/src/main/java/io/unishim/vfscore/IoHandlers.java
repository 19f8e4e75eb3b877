package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.IoCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.Task;

/** Reading and writing where a description stands. */
final class IoHandlers implements IoCalls {
    @Override
    @Support(FULL)
    public long read(Task task, int fd, UserBuffer buf) {
        return Transfer.read(task, fd, buf);
    }

    @Override
    @Support(FULL)
    public long write(Task task, int fd, UserBuffer buf) {
        return Transfer.write(task, fd, buf);
    }

    @Override
    @Support(FULL)
    public long readv(Task task, int fd, UserIovec iov) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null || !open.readable()) {
            return -EBADF;
        }
        long total = iov.load();
        return total <= 0 ? total : Transfer.read(task, open, iov);
    }

    @Override
    @Support(FULL)
    public long writev(Task task, int fd, UserIovec iov) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null || !open.writable()) {
            return -EBADF;
        }
        long total = iov.load();
        return total <= 0 ? total : Transfer.write(task, open, iov);
    }

    @Override
    @Support(FULL)
    public long lseek(Task task, int fd, long offset, int whence) {
        return Transfer.seek(task, fd, offset, whence);
    }
}
