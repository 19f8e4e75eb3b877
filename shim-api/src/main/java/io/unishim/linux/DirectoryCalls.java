package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Mode;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Directories: made, removed, listed, and where a process stands in the tree. */
@Calls("directories")
public interface DirectoryCalls {
    /**
     * Makes a directory.
     *
     * @param pathname bytes up to a NUL
     * @param mode permission bits, from which the umask is taken
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 mkdir)
     */
    long mkdir(Task task, UserString pathname, @Mode int mode);

    /**
     * Makes a directory below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param mode permission bits, from which the umask is taken
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -EBADF} for a relative path if {@code dirfd}
     *     is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way may not
     *     be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component
     *     of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or
     *     the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 mkdirat)
     */
    long mkdirat(Task task, @DirFd int dirfd, UserString pathname, @Mode int mode);

    /**
     * Removes an empty directory.
     *
     * @param pathname bytes up to a NUL
     * @return 0; {@code -EBUSY} if something is mounted on it or it is the root; {@code -EINVAL} if the last
     *     component is a dot; {@code -ENOTEMPTY}, also if it is {@code ..}; {@code -EPERM} in a sticky directory, if
     *     the caller owns neither; {@code -EROFS}; {@code -EACCES} if a directory on the way may not be searched;
     *     {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than
     *     255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is
     *     empty; {@code -ENOTDIR} if something on the way is no directory (man 2 rmdir)
     */
    long rmdir(Task task, UserString pathname);

    /**
     * Lists a directory from the position on, in the old format.
     *
     * @param fd descriptor
     * @param dirp filled with {@code struct linux_dirent}
     * @return the bytes filled, 0 at the end; {@code -EBADF} if it is not open; {@code -EFAULT}; {@code -EINVAL} if
     *     the buffer is too small for one entry; {@code -ENOENT} if the directory was removed; {@code -ENOTDIR} (man
     *     2 getdents)
     */
    @Call(returns = Returns.COUNT)
    long getdents(Task task, @Fd int fd, @Out UserBuffer dirp);

    /**
     * Lists a directory from the position on.
     *
     * @param fd descriptor
     * @param dirp filled with {@code struct linux_dirent64}
     * @return the bytes filled, 0 at the end; {@code -EBADF} if it is not open; {@code -EFAULT}; {@code -EINVAL} if
     *     the buffer is too small for one entry; {@code -ENOENT} if the directory was removed; {@code -ENOTDIR} (man
     *     2 getdents64)
     */
    @Call(returns = Returns.COUNT)
    long getdents64(Task task, @Fd int fd, @Out UserBuffer dirp);

    /**
     * Tells the working directory.
     *
     * @param buf filled with the path and a NUL; begins with {@code (unreachable)} if it is not below the root
     * @return the length with the NUL; {@code -EFAULT}; {@code -ENOENT} if the directory was removed; {@code -ERANGE}
     *     if the buffer is too small (man 2 getcwd)
     */
    @Call(returns = Returns.INT)
    long getcwd(Task task, @Out UserBuffer buf);

    /**
     * Changes the working directory.
     *
     * @param pathname bytes up to a NUL
     * @return 0; {@code -EACCES} if it may not be searched; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 chdir)
     */
    long chdir(Task task, UserString pathname);

    /**
     * Makes an open directory the working directory.
     *
     * @param fd descriptor
     * @return 0; {@code -EACCES} if it may not be searched; {@code -EBADF} if it is not open; {@code -ENOTDIR} (man 2
     *     fchdir)
     */
    long fchdir(Task task, @Fd int fd);

    /**
     * Changes the root of the tree for the process; the working directory stays.
     *
     * @param pathname bytes up to a NUL
     * @return 0; {@code -EACCES} if it may not be searched; {@code -EPERM} without CAP_SYS_CHROOT; {@code -EACCES} if
     *     a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code
     *     -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if
     *     something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 chroot)
     */
    long chroot(Task task, UserString pathname);
}
