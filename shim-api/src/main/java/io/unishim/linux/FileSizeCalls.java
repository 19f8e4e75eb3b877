package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Out;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Sizes of files, room for them, and getting them to a medium. */
@Calls("file sizes")
public interface FileSizeCalls {
    /**
     * Sets the size of a file.
     *
     * @param pathname bytes up to a NUL
     * @param length bytes
     * @return 0; {@code -EACCES} if it may not be written; {@code -EROFS}; {@code -ETXTBSY} if it is being executed; {@code -EFBIG} past the largest size;
     *     {@code -EINVAL} for a negative length or what is no ordinary file; {@code -EISDIR} for a directory; {@code
     *     -EPERM} if it is sealed; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT};
     *     {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of
     *     more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code
     *     -ENOTDIR} if something on the way is no directory (man 2 truncate)
     */
    long truncate(Task task, UserString pathname, long length);

    /**
     * Sets the size of an open file.
     *
     * @param fd descriptor open for writing
     * @param length bytes
     * @return 0; {@code -EBADF} if it is not open; {@code -EINVAL} if it is not open for writing; {@code -EFBIG} past
     *     the largest size; {@code -EINVAL} for a negative length or what is no ordinary file; {@code -EISDIR} for a
     *     directory; {@code -EPERM} if it is sealed (man 2 ftruncate)
     */
    long ftruncate(Task task, @Fd int fd, long length);

    /**
     * Makes room in a file, or holes.
     *
     * @param fd descriptor open for writing
     * @param mode 0, FALLOC_FL_KEEP_SIZE, or FALLOC_FL_PUNCH_HOLE with it
     * @param offset first byte
     * @param len bytes
     * @return 0; {@code -EBADF} if it is not open for writing; {@code -EFBIG}; {@code -EINVAL} for a negative offset
     *     or no length; {@code -EISDIR}; {@code -ENODEV} for what has no size; {@code -ENOSPC}; {@code -EOPNOTSUPP}
     *     for modes that the file system does not have; {@code -EPERM} if it is sealed; {@code -ESPIPE} for a pipe
     *     (man 2 fallocate)
     */
    long fallocate(
            Task task, @Fd int fd, @Flags(value = Fcntl.class, prefix = "FALLOC_FL_") int mode, long offset, long len);

    /**
     * Says how a file will be used.
     *
     * @param fd descriptor
     * @param offset first byte
     * @param len bytes, 0 for all
     * @param advice POSIX_FADV_*
     * @return 0; {@code -EBADF} if it is not open; {@code -EINVAL} for another advice or a negative length; {@code
     *     -ESPIPE} for a pipe (man 2 posix_fadvise)
     */
    long fadvise64(
            Task task,
            @Fd int fd,
            long offset,
            long len,
            @OneOf(value = Fcntl.class, prefix = "POSIX_FADV_") int advice);

    /**
     * Has a part of a file read ahead of its use.
     *
     * @param fd descriptor
     * @param offset first byte
     * @param count bytes
     * @return 0; {@code -EBADF} if it is not open for reading; {@code -EINVAL} for what cannot be read ahead (man 2
     *     readahead)
     */
    long readahead(Task task, @Fd int fd, long offset, long count);

    /**
     * Tells how much of a file is in memory.
     *
     * @param fd descriptor
     * @param cstat_range where to look, two words: first byte, and bytes or 0 for all
     * @param cstat receives five words, in pages: in memory, not on the medium yet, being written, thrown out, thrown out of
     *     late
     * @param flags 0
     * @return 0; {@code -EBADF} if it is not open; {@code -EFAULT}; {@code -EINVAL} for flags; {@code -EPERM} for who is not
     *     the owner and has it not open for writing (man 2 cachestat; Linux 6.5)
     */
    @Call
    long cachestat(Task task, @Fd int fd, UserLong cstat_range, @Out UserLong cstat, int flags);

    /**
     * Gets a file to its medium.
     *
     * @param fd descriptor
     * @return 0; {@code -EBADF} if it is not open; {@code -EINVAL} for what has no medium; {@code -EIO} (man 2 fsync)
     */
    @Call(blocks = true)
    long fsync(Task task, @Fd int fd);

    /**
     * Gets the content of a file to its medium.
     *
     * @param fd descriptor
     * @return 0; {@code -EBADF} if it is not open; {@code -EINVAL} for what has no medium; {@code -EIO} (man 2
     *     fdatasync)
     */
    @Call(blocks = true)
    long fdatasync(Task task, @Fd int fd);

    /**
     * Gets everything to its medium.
     *
     * @return 0; never fails (man 2 sync)
     */
    @Call(blocks = true)
    long sync(Task task);

    /**
     * Gets the file system of an open file to its medium.
     *
     * @param fd descriptor
     * @return 0; {@code -EBADF} if it is not open; {@code -EIO} (man 2 syncfs)
     */
    @Call(blocks = true)
    long syncfs(Task task, @Fd int fd);

    /**
     * Gets a part of a file to its medium.
     *
     * @param fd descriptor
     * @param offset first byte
     * @param nbytes bytes, 0 for all
     * @param flags SYNC_FILE_RANGE_*
     * @return 0; {@code -EBADF} if it is not open; {@code -EINVAL} for other flags or a negative range; {@code
     *     -ESPIPE} for what is no file, device or directory (man 2 sync_file_range)
     */
    @Call(blocks = true)
    long sync_file_range(
            Task task,
            @Fd int fd,
            long offset,
            long nbytes,
            @Flags(value = Fcntl.class, prefix = "SYNC_FILE_RANGE_") int flags);
}
