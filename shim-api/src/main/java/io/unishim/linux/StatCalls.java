package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.abi.StatModes;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.struct.Statfs;
import io.unishim.struct.Statx;
import io.unishim.task.Task;

/** What files and file systems are. */
@Calls("stat")
public interface StatCalls {
    /**
     * Tells about a file, following a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param statbuf what to fill
     * @return 0; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after
     *     40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095
     *     bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if
     *     something on the way is no directory (man 2 stat)
     */
    long stat(Task task, UserString pathname, @Out UserRef<Stat> statbuf);

    /**
     * Tells about a file, or the symbolic link itself.
     *
     * @param pathname bytes up to a NUL
     * @param statbuf what to fill
     * @return 0; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after
     *     40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095
     *     bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if
     *     something on the way is no directory (man 2 lstat)
     */
    long lstat(Task task, UserString pathname, @Out UserRef<Stat> statbuf);

    /**
     * Tells about an open file.
     *
     * @param fd descriptor
     * @param statbuf what to fill
     * @return 0; {@code -EBADF} if it is not open; {@code -EFAULT} (man 2 fstat)
     */
    long fstat(Task task, @Fd int fd, @Out UserRef<Stat> statbuf);

    /**
     * Tells about a file below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param statbuf what to fill
     * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, AT_NO_AUTOMOUNT
     * @return 0; {@code -EINVAL} for other flags; {@code -EBADF} for a relative path if {@code dirfd} is no
     *     descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 fstatat)
     */
    long newfstatat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Out UserRef<Stat> statbuf,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Tells about a file, more than {@code stat(2)}.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, AT_NO_AUTOMOUNT, AT_STATX_*
     * @param mask STATX_*, what is wanted; more may be told
     * @param statxbuf what to fill
     * @return 0; {@code -EINVAL} for other flags, both AT_STATX_FORCE_SYNC and AT_STATX_DONT_SYNC, or a reserved bit
     *     in the mask; {@code -EBADF} for a relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it
     *     is no directory; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code
     *     -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more
     *     than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR}
     *     if something on the way is no directory (man 2 statx)
     */
    long statx(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags,
            @Flags(value = StatModes.class, prefix = "STATX_") int mask,
            @Out UserRef<Statx> statxbuf);

    /**
     * Tells about the file system that holds a file.
     *
     * @param pathname bytes up to a NUL
     * @param buf what to fill
     * @return 0; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after
     *     40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095
     *     bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if
     *     something on the way is no directory (man 2 statfs)
     */
    long statfs(Task task, UserString pathname, @Out UserRef<Statfs> buf);

    /**
     * Tells about the file system that holds an open file.
     *
     * @param fd descriptor
     * @param buf what to fill
     * @return 0; {@code -EBADF} if it is not open; {@code -EFAULT}; {@code -ENOSYS} for what no file system holds
     *     (man 2 fstatfs)
     */
    long fstatfs(Task task, @Fd int fd, @Out UserRef<Statfs> buf);
}
