package io.unishim.linux;

import io.unishim.abi.Splice;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Returns;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** Moving data to, from and between pipes. */
@Calls("splices")
public interface SpliceCalls {
    /**
     * Moves data between two descriptors of which one is a pipe.
     *
     * @param fd_in descriptor open for reading
     * @param off_in where to read from, moved on; NULL for the position, and for a pipe
     * @param fd_out descriptor open for writing
     * @param off_out where to write to, moved on; NULL for the position, and for a pipe
     * @param len bytes at most
     * @param flags SPLICE_F_NONBLOCK: do not wait for a pipe; SPLICE_F_MOVE, SPLICE_F_MORE, SPLICE_F_GIFT
     * @return the bytes moved, 0 at the end; {@code -EAGAIN} if it would wait and is not to; {@code -EBADF} if one is not
     *     open so; {@code -EFAULT}; {@code -EINTR}; {@code -EINVAL} if no one is a pipe, both are the same one, {@code
     *     fd_out} is O_APPEND, one cannot be spliced or has no positions, for an offset below 0 and for another flag;
     *     {@code -ENOSPC}; {@code -EPIPE} if nobody reads the pipe; {@code -ESPIPE} for an offset of a pipe (man 2 splice)
     */
    @Call(returns = Returns.LONG, blocks = true)
    long splice(
            Task task,
            @Fd int fd_in,
            UserLong off_in,
            @Fd int fd_out,
            UserLong off_out,
            long len,
            @Flags(value = Splice.class, prefix = "SPLICE_F_") int flags);

    /**
     * Copies what is in a pipe to another one; the first keeps it.
     *
     * @param fd_in read end of a pipe
     * @param fd_out write end of another one
     * @param len bytes at most
     * @param flags SPLICE_F_NONBLOCK: do not wait; SPLICE_F_MOVE, SPLICE_F_MORE, SPLICE_F_GIFT
     * @return the bytes copied, 0 if nothing comes any more; {@code -EAGAIN} if it would wait and is not to; {@code -EBADF}
     *     if one is not open so; {@code -EINTR}; {@code -EINVAL} if one is no pipe, both are the same one, and for another
     *     flag; {@code -EPIPE} if nobody reads the second (man 2 tee)
     */
    @Call(returns = Returns.LONG, blocks = true)
    long tee(
            Task task,
            @Fd int fd_in,
            @Fd int fd_out,
            long len,
            @Flags(value = Splice.class, prefix = "SPLICE_F_") int flags);

    /**
     * Moves memory into a pipe, or what is in a pipe into memory.
     *
     * @param fd write end, or read end, of a pipe
     * @param iov at most 1,024 buffers: to put into the pipe, or to fill
     * @param flags SPLICE_F_NONBLOCK: do not wait, which O_NONBLOCK does not say here; SPLICE_F_GIFT; SPLICE_F_MOVE,
     *     SPLICE_F_MORE
     * @return the bytes moved; {@code -EAGAIN} if it would wait and is not to; {@code -EBADF} if it is no pipe; {@code
     *     -EFAULT}; {@code -EINTR}; {@code -EINVAL} for too many buffers, a negative length or another flag; {@code
     *     -EPIPE} if nobody reads the pipe (man 2 vmsplice)
     */
    @Call(returns = Returns.COUNT, blocks = true, plainViewOnly = true)
    long vmsplice(Task task, @Fd int fd, UserIovec iov, @Flags(value = Splice.class, prefix = "SPLICE_F_") int flags);
}
