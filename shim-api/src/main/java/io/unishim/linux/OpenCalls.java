package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Mman;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Mode;
import io.unishim.call.Optional;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Making descriptors for files, and closing them. */
@Calls("open")
public interface OpenCalls {
    /**
     * Opens a file, and makes it with O_CREAT.
     *
     * @param pathname bytes up to a NUL
     * @param flags O_*
     * @param mode permission bits, from which the umask is taken
     * @return the descriptor, the lowest free one; {@code -EACCES} if the directory may not be written; {@code
     *     -EEXIST} with O_CREAT and O_EXCL, if the name exists; {@code -ENOSPC}; {@code -ETXTBSY}
     *     to write what is being executed; {@code -EROFS} on a mount that is
     *     read-only; {@code -EINVAL} for flags that do not go together; {@code -EISDIR} for writing a directory;
     *     {@code -ELOOP} with O_NOFOLLOW for a symbolic link; {@code -EMFILE} if RLIMIT_NOFILE is reached; {@code
     *     -ENXIO} for a FIFO that nobody reads, with O_NONBLOCK and O_WRONLY, or a node that nothing stands behind;
     *     {@code -EOPNOTSUPP} for O_TMPFILE where the file system has none; {@code -EPERM} for O_NOATIME on a file of
     *     somebody else; {@code -EINTR} while a FIFO waits; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 open)
     */
    @Call(returns = Returns.FD, blocks = true)
    long open(
            Task task,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "O_") int flags,
            @Optional @Mode int mode);

    /**
     * Opens a file below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param flags O_*
     * @param mode permission bits, from which the umask is taken
     * @return the descriptor, the lowest free one; {@code -EACCES} if the directory may not be written; {@code
     *     -EEXIST} with O_CREAT and O_EXCL, if the name exists; {@code -ENOSPC}; {@code -ETXTBSY}
     *     to write what is being executed; {@code -EROFS} on a mount that is
     *     read-only; {@code -EINVAL} for flags that do not go together; {@code -EISDIR} for writing a directory;
     *     {@code -ELOOP} with O_NOFOLLOW for a symbolic link; {@code -EMFILE} if RLIMIT_NOFILE is reached; {@code
     *     -ENXIO} for a FIFO that nobody reads, with O_NONBLOCK and O_WRONLY, or a node that nothing stands behind;
     *     {@code -EOPNOTSUPP} for O_TMPFILE where the file system has none; {@code -EPERM} for O_NOATIME on a file of
     *     somebody else; {@code -EINTR} while a FIFO waits; {@code -EBADF} for a relative path if {@code dirfd} is no
     *     descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 openat)
     */
    @Call(returns = Returns.FD, blocks = true)
    long openat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "O_") int flags,
            @Optional @Mode int mode);

    /**
     * Opens a file, saying what the way may lead through.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param how flags, mode and resolve (RESOLVE_*), three words; what is longer must be zeros
     * @return the descriptor, the lowest free one; {@code -EACCES} if the directory may not be written; {@code
     *     -EEXIST} with O_CREAT and O_EXCL, if the name exists; {@code -ENOSPC}; {@code -ETXTBSY}
     *     to write what is being executed; {@code -EROFS} on a mount that is
     *     read-only; {@code -EINVAL} for flags that do not go together; {@code -EISDIR} for writing a directory;
     *     {@code -ELOOP} with O_NOFOLLOW for a symbolic link; {@code -EMFILE} if RLIMIT_NOFILE is reached; {@code
     *     -ENXIO} for a FIFO that nobody reads, with O_NONBLOCK and O_WRONLY, or a node that nothing stands behind;
     *     {@code -EOPNOTSUPP} for O_TMPFILE where the file system has none; {@code -EPERM} for O_NOATIME on a file of
     *     somebody else; {@code -EINTR} while a FIFO waits; {@code -E2BIG} if {@code how} has more than zeros after
     *     what is known; {@code -EINVAL} if it is shorter than 24 bytes, for flags that are not known, or for a mode
     *     without O_CREAT and O_TMPFILE; {@code -ELOOP} for a symbolic link with RESOLVE_NO_SYMLINKS; {@code -EXDEV}
     *     if the way leads where {@code resolve} forbids; {@code -EAGAIN} with RESOLVE_CACHED; {@code -EBADF} for a
     *     relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if
     *     a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code
     *     -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if
     *     something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 openat2)
     */
    @Call(returns = Returns.FD, blocks = true, plainViewOnly = true)
    long openat2(Task task, @DirFd int dirfd, UserString pathname, UserBuffer how);

    /**
     * Opens a file for writing, makes it or cuts it to nothing.
     *
     * @param pathname bytes up to a NUL
     * @param mode permission bits, from which the umask is taken
     * @return as open: the descriptor, the lowest free one; {@code -EACCES} if the directory may not be written;
     *     {@code -EEXIST} with O_CREAT and O_EXCL, if the name exists; {@code -ENOSPC}; {@code -ETXTBSY}
     *     to write what is being executed; {@code -EROFS} on a mount
     *     that is read-only; {@code -EINVAL} for flags that do not go together; {@code -EISDIR} for writing a
     *     directory; {@code -ELOOP} with O_NOFOLLOW for a symbolic link; {@code -EMFILE} if RLIMIT_NOFILE is reached;
     *     {@code -ENXIO} for a FIFO that nobody reads, with O_NONBLOCK and O_WRONLY, or a node that nothing stands
     *     behind; {@code -EOPNOTSUPP} for O_TMPFILE where the file system has none; {@code -EPERM} for O_NOATIME on a
     *     file of somebody else; {@code -EINTR} while a FIFO waits; {@code -EACCES} if a directory on the way may not
     *     be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component
     *     of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or
     *     the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 creat)
     */
    @Call(returns = Returns.FD, blocks = true)
    long creat(Task task, UserString pathname, @Mode int mode);

    /**
     * Gives a descriptor up, and the locks that the process holds on the file by fcntl.
     *
     * @param fd descriptor
     * @return 0; {@code -EBADF} if it is not open (man 2 close)
     */
    long close(Task task, @Fd int fd);

    /**
     * Closes descriptors, those that are open among a range.
     *
     * @param first lowest, unsigned
     * @param last highest, unsigned
     * @param flags CLOSE_RANGE_UNSHARE, CLOSE_RANGE_CLOEXEC
     * @return 0; {@code -EINVAL} for other flags or if {@code first} is above {@code last}; {@code -EMFILE} (man 2
     *     close_range)
     */
    long close_range(
            Task task,
            @Unsigned int first,
            @Unsigned int last,
            @Flags(value = Fcntl.class, prefix = "CLOSE_RANGE_") int flags);

    /**
     * Makes a file in memory that has no name.
     *
     * @param name what {@code /proc/PID/fd} shows, at most 249 bytes
     * @param flags MFD_CLOEXEC, MFD_ALLOW_SEALING, MFD_NOEXEC_SEAL, MFD_EXEC
     * @return the descriptor; {@code -EFAULT}; {@code -EINVAL} for other flags or a longer name; {@code -EMFILE} (man
     *     2 memfd_create)
     */
    @Call(returns = Returns.FD)
    long memfd_create(Task task, UserString name, @Flags(value = Mman.class, prefix = "MFD_") int flags);
}
