package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.OneOf;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.Task;

/** Reading and writing where a description stands. */
@Calls("io")
public interface IoCalls {
    /**
     * Reads.
     *
     * @param fd descriptor
     * @param buf what to fill, cut to 0x7ffff000 bytes
     * @return the bytes read, 0 at the end; {@code -EAGAIN} if nothing is there and it is O_NONBLOCK; {@code -EBADF}
     *     if it is not open for reading; {@code -EFAULT}; {@code -EINTR}; {@code -EINVAL} if it cannot be read;
     *     {@code -EISDIR} for a directory (man 2 read)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long read(Task task, @Fd int fd, @Out UserBuffer buf);

    /**
     * Writes.
     *
     * @param fd descriptor
     * @param buf what to write, cut to 0x7ffff000 bytes
     * @return the bytes written; {@code -EAGAIN} if there is no room and it is O_NONBLOCK; {@code -EBADF} if it is
     *     not open for writing; {@code -EFAULT}; {@code -EFBIG} past the largest size; {@code -EINTR}; {@code
     *     -EINVAL} if it cannot be written; {@code -ENOSPC}; {@code -EPERM} if it is sealed; {@code -EPIPE} if nobody
     *     reads the pipe (man 2 write)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long write(Task task, @Fd int fd, UserBuffer buf);

    /**
     * Reads into several buffers.
     *
     * @param fd descriptor
     * @param iov at most 1,024 buffers
     * @return the bytes read, 0 at the end; {@code -EINVAL} for too many buffers or a negative length; {@code
     *     -EAGAIN} if nothing is there and it is O_NONBLOCK; {@code -EBADF} if it is not open for reading; {@code
     *     -EFAULT}; {@code -EINTR}; {@code -EINVAL} if it cannot be read; {@code -EISDIR} for a directory (man 2
     *     readv)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long readv(Task task, @Fd int fd, @Out UserIovec iov);

    /**
     * Writes out of several buffers, at once.
     *
     * @param fd descriptor
     * @param iov at most 1,024 buffers
     * @return the bytes written; {@code -EINVAL} for too many buffers or a negative length; {@code -EAGAIN} if there
     *     is no room and it is O_NONBLOCK; {@code -EBADF} if it is not open for writing; {@code -EFAULT}; {@code
     *     -EFBIG} past the largest size; {@code -EINTR}; {@code -EINVAL} if it cannot be written; {@code -ENOSPC};
     *     {@code -EPERM} if it is sealed; {@code -EPIPE} if nobody reads the pipe (man 2 writev)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long writev(Task task, @Fd int fd, UserIovec iov);

    /**
     * Moves the position.
     *
     * @param fd descriptor
     * @param offset bytes from what {@code whence} names
     * @param whence SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE
     * @return the new position; {@code -EBADF} if it is not open; {@code -EINVAL} for another {@code whence} or a
     *     position below 0; {@code -ENXIO} for SEEK_DATA and SEEK_HOLE past the end; {@code -EOVERFLOW}; {@code
     *     -ESPIPE} for a pipe, a socket or a terminal (man 2 lseek)
     */
    @Call(returns = Returns.LONG)
    long lseek(Task task, @Fd int fd, long offset, @OneOf(value = Fcntl.class, prefix = "SEEK_") int whence);
}
