package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.Task;

/** Reading and writing at an offset; the position stays. */
@Calls("positioned io")
public interface PositionedIoCalls {
    /**
     * Reads at an offset.
     *
     * @param fd descriptor
     * @param buf cut to 0x7ffff000 bytes
     * @param offset bytes from the start
     * @return the bytes read, 0 at the end; {@code -EINVAL} if the offset is negative; {@code -ESPIPE} for what has
     *     no positions; {@code -EAGAIN} if nothing is there and it is O_NONBLOCK; {@code -EBADF} if it is not open
     *     for reading; {@code -EFAULT}; {@code -EINTR}; {@code -EINVAL} if it cannot be read; {@code -EISDIR} for a
     *     directory (man 2 pread)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long pread64(Task task, @Fd int fd, @Out UserBuffer buf, long offset);

    /**
     * Writes at an offset; with O_APPEND at the end all the same.
     *
     * @param fd descriptor
     * @param buf cut to 0x7ffff000 bytes
     * @param offset bytes from the start
     * @return the bytes written; {@code -EINVAL} if the offset is negative; {@code -ESPIPE} for what has no
     *     positions; {@code -EAGAIN} if there is no room and it is O_NONBLOCK; {@code -EBADF} if it is not open for
     *     writing; {@code -EFAULT}; {@code -EFBIG} past the largest size; {@code -EINTR}; {@code -EINVAL} if it
     *     cannot be written; {@code -ENOSPC}; {@code -EPERM} if it is sealed; {@code -EPIPE} if nobody reads the pipe
     *     (man 2 pwrite)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long pwrite64(Task task, @Fd int fd, UserBuffer buf, long offset);

    /**
     * Reads into several buffers at an offset.
     *
     * @param fd descriptor
     * @param iov at most 1,024 buffers
     * @param offset bytes from the start
     * @param high ignored: the upper half of the offset on 32-bit architectures
     * @return the bytes read, 0 at the end; {@code -EINVAL} if the offset is negative; {@code -ESPIPE} for what has
     *     no positions; {@code -EAGAIN} if nothing is there and it is O_NONBLOCK; {@code -EBADF} if it is not open
     *     for reading; {@code -EFAULT}; {@code -EINTR}; {@code -EINVAL} if it cannot be read; {@code -EISDIR} for a
     *     directory (man 2 preadv)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long preadv(Task task, @Fd int fd, @Out UserIovec iov, long offset, long high);

    /**
     * Writes out of several buffers at an offset.
     *
     * @param fd descriptor
     * @param iov at most 1,024 buffers
     * @param offset bytes from the start
     * @param high ignored: the upper half of the offset on 32-bit architectures
     * @return the bytes written; {@code -EINVAL} if the offset is negative; {@code -ESPIPE} for what has no
     *     positions; {@code -EAGAIN} if there is no room and it is O_NONBLOCK; {@code -EBADF} if it is not open for
     *     writing; {@code -EFAULT}; {@code -EFBIG} past the largest size; {@code -EINTR}; {@code -EINVAL} if it
     *     cannot be written; {@code -ENOSPC}; {@code -EPERM} if it is sealed; {@code -EPIPE} if nobody reads the pipe
     *     (man 2 pwritev)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long pwritev(Task task, @Fd int fd, UserIovec iov, long offset, long high);

    /**
     * Reads into several buffers, with flags.
     *
     * @param fd descriptor
     * @param iov at most 1,024 buffers
     * @param offset bytes from the start, or -1 for the position, which then moves
     * @param high ignored: the upper half of the offset on 32-bit architectures
     * @param flags RWF_*
     * @return the bytes read, 0 at the end; {@code -EOPNOTSUPP} for a flag that is not known or not for reading;
     *     {@code -EINVAL} if the offset is negative; {@code -ESPIPE} for what has no positions; {@code -EAGAIN} if
     *     nothing is there and it is O_NONBLOCK; {@code -EBADF} if it is not open for reading; {@code -EFAULT};
     *     {@code -EINTR}; {@code -EINVAL} if it cannot be read; {@code -EISDIR} for a directory (man 2 preadv2)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long preadv2(
            Task task,
            @Fd int fd,
            @Out UserIovec iov,
            long offset,
            long high,
            @Flags(value = Fcntl.class, prefix = "RWF_") int flags);

    /**
     * Writes out of several buffers, with flags.
     *
     * @param fd descriptor
     * @param iov at most 1,024 buffers
     * @param offset bytes from the start, or -1 for the position, which then moves
     * @param high ignored: the upper half of the offset on 32-bit architectures
     * @param flags RWF_*
     * @return the bytes written; {@code -EOPNOTSUPP} for a flag that is not known; {@code -EINVAL} for RWF_APPEND
     *     with RWF_NOAPPEND; {@code -EINVAL} if the offset is negative; {@code -ESPIPE} for what has no positions;
     *     {@code -EAGAIN} if there is no room and it is O_NONBLOCK; {@code -EBADF} if it is not open for writing;
     *     {@code -EFAULT}; {@code -EFBIG} past the largest size; {@code -EINTR}; {@code -EINVAL} if it cannot be
     *     written; {@code -ENOSPC}; {@code -EPERM} if it is sealed; {@code -EPIPE} if nobody reads the pipe (man 2
     *     pwritev2)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long pwritev2(
            Task task,
            @Fd int fd,
            UserIovec iov,
            long offset,
            long high,
            @Flags(value = Fcntl.class, prefix = "RWF_") int flags);
}
