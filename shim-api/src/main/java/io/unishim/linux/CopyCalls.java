package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Returns;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** Copies between descriptors that need no buffer of the program. */
@Calls("copies")
public interface CopyCalls {
    /**
     * Copies out of a file.
     *
     * @param out_fd descriptor open for writing
     * @param in_fd descriptor open for reading, with positions
     * @param offset where to read from, moved on; NULL for the position
     * @param count bytes at most
     * @return the bytes copied; {@code -EAGAIN} if {@code out_fd} has no room and is O_NONBLOCK; {@code -EBADF} if it
     *     is not open; {@code -EFAULT}; {@code -EINVAL} if {@code in_fd} has no positions or {@code out_fd} is
     *     O_APPEND; {@code -ENOSPC}; {@code -EPIPE}; {@code -ESPIPE} for an offset where there are no positions (man
     *     2 sendfile)
     */
    @Call(returns = Returns.LONG, blocks = true)
    long sendfile(Task task, @Fd int out_fd, @Fd int in_fd, UserLong offset, long count);

    /**
     * Copies from file to file.
     *
     * @param fd_in descriptor open for reading
     * @param off_in where to read from, moved on; NULL for the position
     * @param fd_out descriptor open for writing
     * @param off_out where to write to, moved on; NULL for the position
     * @param len bytes at most
     * @param flags 0
     * @return the bytes copied, 0 at the end; {@code -EBADF} if one is not open so, or {@code fd_out} is O_APPEND;
     *     {@code -EFAULT}; {@code -EINVAL} for flags, for what is no ordinary file, or for ranges of one file that
     *     overlap; {@code -EISDIR}; {@code -ENOSPC}; {@code -EOVERFLOW}; {@code -EPERM} if it is sealed (man 2
     *     copy_file_range)
     */
    @Call(returns = Returns.LONG, blocks = true)
    long copy_file_range(
            Task task, @Fd int fd_in, UserLong off_in, @Fd int fd_out, UserLong off_out, long len, int flags);
}
