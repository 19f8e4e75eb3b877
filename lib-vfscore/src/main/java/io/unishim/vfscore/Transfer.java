package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.abi.Inotify.IN_MODIFY;

import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.PathFile;
import io.unishim.vfscore.tree.ShortBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reading and writing: what stands between the calls and the drivers. */
final class Transfer {
    /** The most that one call moves (MAX_RW_COUNT). */
    static final long MOST = 0x7fff_f000L;

    private Transfer() {}

    /** @return the description behind a descriptor, or null if there is none or it is of O_PATH (the kernel's fdget) */
    static @Nullable OpenFileDescription open(Task task, int fd) {
        OpenFileDescription open = openOrPath(task, fd);
        return open == null || open.file() instanceof PathFile ? null : open;
    }

    /** @return the description behind a descriptor, or null (the kernel's fdget_raw) */
    static @Nullable OpenFileDescription openOrPath(Task task, int fd) {
        return Descriptors.get(task.process(), fd);
    }

    /** Reads at the position. */
    static long read(Task task, int fd, UserBuffer buffer) {
        OpenFileDescription open = open(task, fd);
        return open == null || !open.readable() ? -EBADF : read(task, open, buffer);
    }

    static long read(Task task, OpenFileDescription open, UserBuffer buffer) {
        return toldRead(task, open, readQuietly(task, open, buffer));
    }

    /** Counts a call, and tells those who watch the file. @return the bytes that were moved, or an errno */
    static long toldRead(Task task, OpenFileDescription open, long done) {
        task.io().read(done);
        return told(open, done, IN_ACCESS);
    }

    /** As {@link #toldRead}. */
    static long toldWritten(Task task, OpenFileDescription open, long done) {
        task.io().written(done);
        return told(open, done, IN_MODIFY);
    }

    private static long told(OpenFileDescription open, long done, int mask) {
        if (done > 0 && open.file() instanceof InodeFile file) {
            file.happened(mask);
        }
        return done;
    }

    private static long readQuietly(Task task, OpenFileDescription open, UserBuffer buffer) {
        long length = buffer.length();
        if (length < 0) {
            return -EFAULT;
        }
        UserBuffer target = length > MOST ? new ShortBuffer(buffer, MOST) : buffer;
        FileOperations file = open.file();
        if (!file.seekable()) {
            return file.read(task, open, target, 0);
        }
        ReentrantLock lock = lockPosition(task, open);
        try {
            long at = open.position();
            if (at > Long.MAX_VALUE - target.length()) {
                return -EINVAL;
            }
            long done = file.read(task, open, target, at);
            if (done > 0) {
                open.position(at + done);
            }
            return done;
        } finally {
            if (lock != null) {
                lock.unlock();
            }
        }
    }

    /** Writes at the position, or at the end with O_APPEND. */
    static long write(Task task, int fd, UserBuffer buffer) {
        OpenFileDescription open = open(task, fd);
        return open == null || !open.writable() ? -EBADF : write(task, open, buffer);
    }

    static long write(Task task, OpenFileDescription open, UserBuffer buffer) {
        return toldWritten(task, open, writeQuietly(task, open, buffer));
    }

    /** As {@link #write(Task, OpenFileDescription, UserBuffer)}, but nobody is told. */
    static long writeQuietly(Task task, OpenFileDescription open, UserBuffer buffer) {
        long length = buffer.length();
        if (length < 0) {
            return -EFAULT;
        }
        UserBuffer source = length > MOST ? new ShortBuffer(buffer, MOST) : buffer;
        FileOperations file = open.file();
        if (!file.seekable()) {
            return file.write(task, open, source, 0);
        }
        ReentrantLock lock = lockPosition(task, open);
        try {
            long at = open.position();
            if (at > Long.MAX_VALUE - source.length()) {
                return -EINVAL;
            }
            long done = file.write(task, open, source, at);
            if (done > 0) {
                // With O_APPEND the file said where the write began.
                open.position((open.has(O_APPEND) ? open.position() : at) + done);
            }
            return done;
        } finally {
            if (lock != null) {
                lock.unlock();
            }
        }
    }

    /**
     * Locks the position, unless nobody else can get at it meanwhile: another task of the process, or one that has the
     * description too (the kernel's {@code fdget_pos}).
     *
     * @return the lock to give back, or null
     */
    private static @Nullable ReentrantLock lockPosition(Task task, OpenFileDescription open) {
        if (!open.shared() && DescriptorTable.of(task).alone(task)) {
            return null;
        }
        ReentrantLock lock = open.positionLock();
        lock.lock();
        return lock;
    }

    /** Reads at an offset. */
    static long readAt(Task task, int fd, UserBuffer buffer, long offset) {
        OpenFileDescription open = open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (!open.file().seekable()) {
            return -ESPIPE;
        }
        return open.readable() ? readAt(task, open, buffer, offset) : -EBADF;
    }

    static long readAt(Task task, OpenFileDescription open, UserBuffer buffer, long offset) {
        return toldRead(task, open, readAtQuietly(task, open, buffer, offset));
    }

    /** As {@link #readAt(Task, OpenFileDescription, UserBuffer, long)}, but nobody is told. */
    static long readAtQuietly(Task task, OpenFileDescription open, UserBuffer buffer, long offset) {
        long length = buffer.length();
        if (length < 0) {
            return -EFAULT;
        }
        UserBuffer target = length > MOST ? new ShortBuffer(buffer, MOST) : buffer;
        return offset > Long.MAX_VALUE - target.length() ? -EINVAL : open.file().read(task, open, target, offset);
    }

    /** Writes at an offset; with O_APPEND at the end all the same. */
    static long writeAt(Task task, int fd, UserBuffer buffer, long offset) {
        OpenFileDescription open = open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (!open.file().seekable()) {
            return -ESPIPE;
        }
        return open.writable() ? writeAt(task, open, buffer, offset) : -EBADF;
    }

    static long writeAt(Task task, OpenFileDescription open, UserBuffer buffer, long offset) {
        return toldWritten(task, open, writeAtQuietly(task, open, buffer, offset));
    }

    /** As {@link #writeAt(Task, OpenFileDescription, UserBuffer, long)}, but nobody is told. */
    static long writeAtQuietly(Task task, OpenFileDescription open, UserBuffer buffer, long offset) {
        long length = buffer.length();
        if (length < 0) {
            return -EFAULT;
        }
        UserBuffer source = length > MOST ? new ShortBuffer(buffer, MOST) : buffer;
        if (offset > Long.MAX_VALUE - source.length()) {
            return -EINVAL;
        }
        FileOperations file = open.file();
        return open.has(O_APPEND)
                ? keepingPosition(open, () -> file.write(task, open, source, offset))
                : file.write(task, open, source, offset);
    }

    /** A write that moves the position. */
    interface Write {
        long run();
    }

    /** Runs a write that tells the position where it began, and puts the position back. */
    static long keepingPosition(OpenFileDescription open, Write write) {
        ReentrantLock lock = open.positionLock();
        lock.lock();
        long position = open.position();
        try {
            return write.run();
        } finally {
            open.position(position);
            lock.unlock();
        }
    }

    /** Moves the position. */
    static long seek(Task task, int fd, long offset, int whence) {
        OpenFileDescription open = open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (whence < 0 || whence > 4) {
            return -EINVAL;
        }
        if (!open.file().seekable()) {
            // Event counters and their kin succeed and move nothing; others say ESPIPE.
            return open.file().seek(task, open, offset, whence);
        }
        ReentrantLock lock = open.positionLock();
        lock.lock();
        try {
            long target = open.file().seek(task, open, offset, whence);
            if (target >= 0) {
                open.position(target);
            }
            return target;
        } finally {
            lock.unlock();
        }
    }
}
