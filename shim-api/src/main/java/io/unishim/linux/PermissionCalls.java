package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Mode;
import io.unishim.call.Returns;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Owners, permission bits and what they allow. */
@Calls("permissions")
public interface PermissionCalls {
    /**
     * Asks whether the real user may access a file.
     *
     * @param pathname bytes up to a NUL
     * @param mode F_OK, or an or of R_OK, W_OK and X_OK
     * @return 0; {@code -EACCES} if it may not be accessed so; {@code -EINVAL} for a mode of other bits; {@code
     *     -EROFS} for writing on a read-only mount; {@code -EACCES} if a directory on the way may not be searched;
     *     {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than
     *     255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is
     *     empty; {@code -ENOTDIR} if something on the way is no directory (man 2 access)
     */
    long access(Task task, UserString pathname, int mode);

    /**
     * Asks whether the real user may access a file below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param mode F_OK, or an or of R_OK, W_OK and X_OK
     * @return 0; {@code -EACCES} if it may not be accessed so; {@code -EINVAL} for a mode of other bits; {@code
     *     -EROFS} for writing on a read-only mount; {@code -EBADF} for a relative path if {@code dirfd} is no
     *     descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 faccessat)
     */
    long faccessat(Task task, @DirFd int dirfd, UserString pathname, int mode);

    /**
     * Asks whether the real or the effective user may access a file.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param mode F_OK, or an or of R_OK, W_OK and X_OK
     * @param flags AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @return {@code -EINVAL} for other flags; 0; {@code -EACCES} if it may not be accessed so; {@code -EINVAL} for a
     *     mode of other bits or for other flags; {@code -EROFS} for writing on a read-only mount; {@code -EBADF} for
     *     a relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES}
     *     if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links;
     *     {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT}
     *     if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 faccessat2)
     */
    long faccessat2(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            int mode,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Changes permission bits.
     *
     * @param pathname bytes up to a NUL
     * @param mode S_ISUID to S_IXOTH
     * @return 0; {@code -EPERM} if the caller neither owns the file nor has CAP_FOWNER; {@code -EROFS} on a read-only
     *     mount; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after
     *     40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095
     *     bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if
     *     something on the way is no directory (man 2 chmod)
     */
    long chmod(Task task, UserString pathname, @Mode int mode);

    /**
     * Changes permission bits of an open file.
     *
     * @param fd descriptor, not of O_PATH
     * @param mode S_ISUID to S_IXOTH
     * @return 0; {@code -EBADF} if it is not open; {@code -EPERM} if the caller neither owns the file nor has
     *     CAP_FOWNER; {@code -EROFS} on a read-only mount (man 2 fchmod)
     */
    long fchmod(Task task, @Fd int fd, @Mode int mode);

    /**
     * Changes permission bits of a file below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param mode S_ISUID to S_IXOTH
     * @return 0; {@code -EPERM} if the caller neither owns the file nor has CAP_FOWNER; {@code -EROFS} on a read-only
     *     mount; {@code -EBADF} for a relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it is no
     *     directory; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP}
     *     after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than
     *     4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if
     *     something on the way is no directory (man 2 fchmodat)
     */
    long fchmodat(Task task, @DirFd int dirfd, UserString pathname, @Mode int mode);

    /**
     * Changes permission bits of a file below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param mode S_ISUID to S_IXOTH
     * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @return 0; {@code -EPERM} if the caller neither owns the file nor has CAP_FOWNER; {@code -EROFS} on a read-only
     *     mount; {@code -EINVAL} for other flags; {@code -EOPNOTSUPP} for a symbolic link itself; {@code -EBADF} for
     *     a relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES}
     *     if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links;
     *     {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT}
     *     if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 fchmodat)
     */
    long fchmodat2(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Mode int mode,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Changes owner and group, following a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param owner new owner, or -1 to keep it
     * @param group new group, or -1 to keep it
     * @return 0; {@code -EPERM} without CAP_CHOWN, unless the owner gives the file to a group of its own; {@code
     *     -EROFS} on a read-only mount; {@code -EACCES} if a directory on the way may not be searched; {@code
     *     -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or
     *     a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty;
     *     {@code -ENOTDIR} if something on the way is no directory (man 2 chown)
     */
    long chown(Task task, UserString pathname, int owner, int group);

    /**
     * Changes owner and group, of a symbolic link itself.
     *
     * @param pathname bytes up to a NUL
     * @param owner new owner, or -1 to keep it
     * @param group new group, or -1 to keep it
     * @return 0; {@code -EPERM} without CAP_CHOWN, unless the owner gives the file to a group of its own; {@code
     *     -EROFS} on a read-only mount; {@code -EACCES} if a directory on the way may not be searched; {@code
     *     -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or
     *     a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty;
     *     {@code -ENOTDIR} if something on the way is no directory (man 2 lchown)
     */
    long lchown(Task task, UserString pathname, int owner, int group);

    /**
     * Changes owner and group of an open file.
     *
     * @param fd descriptor, not of O_PATH
     * @param owner new owner, or -1 to keep it
     * @param group new group, or -1 to keep it
     * @return 0; {@code -EBADF} if it is not open; {@code -EPERM} without CAP_CHOWN, unless the owner gives the file
     *     to a group of its own; {@code -EROFS} on a read-only mount (man 2 fchown)
     */
    long fchown(Task task, @Fd int fd, int owner, int group);

    /**
     * Changes owner and group of a file below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param owner new owner, or -1 to keep it
     * @param group new group, or -1 to keep it
     * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @return 0; {@code -EPERM} without CAP_CHOWN, unless the owner gives the file to a group of its own; {@code
     *     -EROFS} on a read-only mount; {@code -EINVAL} for other flags; {@code -EBADF} for a relative path if {@code
     *     dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way
     *     may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a
     *     component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 fchownat)
     */
    long fchownat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            int owner,
            int group,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Replaces the permission bits that new files do not get.
     *
     * @param mask S_IRWXU to S_IXOTH; other bits are ignored
     * @return the old mask; never fails (man 2 umask)
     */
    @Call(returns = Returns.INT)
    long umask(Task task, @Mode int mask);
}
