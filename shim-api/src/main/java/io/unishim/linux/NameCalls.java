package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Flags;
import io.unishim.call.Mode;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Names of files: links, renames, removal, symbolic links, and nodes for pipes and devices. */
@Calls("names")
public interface NameCalls {
    /**
     * Gives a file another name.
     *
     * @param oldpath what exists
     * @param newpath its new name
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -EMLINK}; {@code -EPERM} for a directory, or
     *     where the file system has no links; {@code -EXDEV} if both are not on one mount; {@code -EACCES} if a
     *     directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code
     *     -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if
     *     something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 link)
     */
    long link(Task task, UserString oldpath, UserString newpath);

    /**
     * Gives a file another name, below directories.
     *
     * @param olddirfd where a relative {@code oldpath} begins, or AT_FDCWD
     * @param oldpath what exists
     * @param newdirfd where a relative {@code newpath} begins, or AT_FDCWD
     * @param newpath its new name
     * @param flags AT_SYMLINK_FOLLOW, AT_EMPTY_PATH
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -EMLINK}; {@code -EPERM} for a directory, or
     *     where the file system has no links; {@code -EXDEV} if both are not on one mount; {@code -EINVAL} for other
     *     flags; {@code -ENOENT} for AT_EMPTY_PATH without CAP_DAC_READ_SEARCH, or a file that was removed; {@code
     *     -EBADF} for a relative path if {@code olddirfd} is no descriptor; {@code -ENOTDIR} if it is no directory;
     *     {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes;
     *     {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on
     *     the way is no directory (man 2 linkat)
     */
    long linkat(
            Task task,
            @DirFd int olddirfd,
            UserString oldpath,
            @DirFd int newdirfd,
            UserString newpath,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Removes a name; with the last name and the last descriptor the file goes.
     *
     * @param pathname bytes up to a NUL
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EBUSY} for a mount point; {@code
     *     -EISDIR} for a directory; {@code -EPERM} in a sticky directory, if the caller owns neither; {@code -EROFS};
     *     {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes;
     *     {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on
     *     the way is no directory (man 2 unlink)
     */
    long unlink(Task task, UserString pathname);

    /**
     * Removes a name, or with AT_REMOVEDIR an empty directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param flags AT_REMOVEDIR
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EBUSY} for a mount point; {@code
     *     -EISDIR} for a directory; {@code -EPERM} in a sticky directory, if the caller owns neither; {@code -EROFS};
     *     {@code -EINVAL} for other flags; {@code -ENOTEMPTY} with AT_REMOVEDIR; {@code -EBADF} for a relative path
     *     if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory
     *     on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code
     *     -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if
     *     something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 unlinkat)
     */
    long unlinkat(
            Task task, @DirFd int dirfd, UserString pathname, @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Renames, replacing what has the new name.
     *
     * @param oldpath what exists
     * @param newpath its new name
     * @return 0; {@code -EACCES} if a directory may not be written; {@code -EBUSY} for a root, a dot or a mount
     *     point; {@code -EINVAL} for a directory that would move below itself; {@code -EISDIR}, {@code -ENOTDIR} if a
     *     directory and a file would replace each other; {@code -ENOTEMPTY}; {@code -EPERM} in a sticky directory, if
     *     the caller owns neither; {@code -EROFS}; {@code -EXDEV} if both are not on one mount; {@code -EACCES} if a
     *     directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code
     *     -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if
     *     something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 rename)
     */
    long rename(Task task, UserString oldpath, UserString newpath);

    /**
     * Renames, below directories.
     *
     * @param olddirfd where a relative {@code oldpath} begins, or AT_FDCWD
     * @param oldpath what exists
     * @param newdirfd where a relative {@code newpath} begins, or AT_FDCWD
     * @param newpath its new name
     * @return 0; {@code -EACCES} if a directory may not be written; {@code -EBUSY} for a root, a dot or a mount
     *     point; {@code -EINVAL} for a directory that would move below itself; {@code -EISDIR}, {@code -ENOTDIR} if a
     *     directory and a file would replace each other; {@code -ENOTEMPTY}; {@code -EPERM} in a sticky directory, if
     *     the caller owns neither; {@code -EROFS}; {@code -EXDEV} if both are not on one mount; {@code -EBADF} for a
     *     relative path if {@code olddirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES}
     *     if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links;
     *     {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT}
     *     if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 renameat)
     */
    long renameat(Task task, @DirFd int olddirfd, UserString oldpath, @DirFd int newdirfd, UserString newpath);

    /**
     * Renames, with flags.
     *
     * @param olddirfd where a relative {@code oldpath} begins, or AT_FDCWD
     * @param oldpath what exists
     * @param newdirfd where a relative {@code newpath} begins, or AT_FDCWD
     * @param newpath its new name
     * @param flags RENAME_EXCHANGE, or RENAME_NOREPLACE and RENAME_WHITEOUT, which leaves a character device 0,0
     * @return 0; {@code -EACCES} if a directory may not be written; {@code -EBUSY} for a root, a dot or a mount
     *     point; {@code -EINVAL} for a directory that would move below itself; {@code -EISDIR}, {@code -ENOTDIR} if a
     *     directory and a file would replace each other; {@code -ENOTEMPTY}; {@code -EPERM} in a sticky directory, if
     *     the caller owns neither; {@code -EROFS}; {@code -EXDEV} if both are not on one mount; {@code -EEXIST} with
     *     RENAME_NOREPLACE; {@code -EINVAL} for other flags, or those together, or a
     *     whiteout where the file system makes none; {@code -ENOENT} with RENAME_EXCHANGE if the new
     *     name does not exist; {@code -EBADF} for a relative path if {@code olddirfd} is no descriptor; {@code
     *     -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way may not be searched; {@code
     *     -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or
     *     a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty;
     *     {@code -ENOTDIR} if something on the way is no directory (man 2 renameat2)
     */
    long renameat2(
            Task task,
            @DirFd int olddirfd,
            UserString oldpath,
            @DirFd int newdirfd,
            UserString newpath,
            @Flags(value = Fcntl.class, prefix = "RENAME_") int flags);

    /**
     * Makes a symbolic link.
     *
     * @param target its text, 1 to 4,095 bytes
     * @param linkpath its name
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -ENOENT} if the target is empty; {@code
     *     -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic
     *     links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code
     *     -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way
     *     is no directory (man 2 symlink)
     */
    long symlink(Task task, UserString target, UserString linkpath);

    /**
     * Makes a symbolic link below a directory.
     *
     * @param target its text, 1 to 4,095 bytes
     * @param newdirfd where a relative {@code linkpath} begins, or AT_FDCWD
     * @param linkpath its name
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -ENOENT} if the target is empty; {@code
     *     -EBADF} for a relative path if {@code newdirfd} is no descriptor; {@code -ENOTDIR} if it is no directory;
     *     {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes;
     *     {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on
     *     the way is no directory (man 2 symlinkat)
     */
    long symlinkat(Task task, UserString target, @DirFd int newdirfd, UserString linkpath);

    /**
     * Reads a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param buf filled with as much as fits, without a NUL
     * @return the bytes copied; {@code -EINVAL} if it is no symbolic link or the buffer is empty; {@code -EACCES} if
     *     a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code
     *     -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if
     *     something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 readlink)
     */
    @Call(returns = Returns.COUNT)
    long readlink(Task task, UserString pathname, @Out UserBuffer buf);

    /**
     * Reads a symbolic link below a directory; with an empty path that of an O_PATH descriptor.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param buf filled with as much as fits, without a NUL
     * @return the bytes copied; {@code -EINVAL} if it is no symbolic link or the buffer is empty; {@code -EBADF} for
     *     a relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES}
     *     if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links;
     *     {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT}
     *     if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory (man 2 readlinkat)
     */
    @Call(returns = Returns.COUNT)
    long readlinkat(Task task, @DirFd int dirfd, UserString pathname, @Out UserBuffer buf);

    /**
     * Makes a file of any type but a directory or a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param mode type, 0 for an ordinary file, and permission bits, from which the umask is taken
     * @param dev for devices
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -EINVAL} for a type that cannot be made;
     *     {@code -EPERM} for a directory, or a device without CAP_MKNOD; {@code -EACCES} if a directory on the way
     *     may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a
     *     component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 mknod)
     */
    long mknod(Task task, UserString pathname, @Mode int mode, @Unsigned int dev);

    /**
     * Makes a file of any type but a directory or a symbolic link, below a directory.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param mode type, 0 for an ordinary file, and permission bits, from which the umask is taken
     * @param dev for devices
     * @return 0; {@code -EACCES} if the directory may not be written; {@code -EEXIST} if the name exists; {@code
     *     -ENOSPC}; {@code -EROFS} on a mount that is read-only; {@code -EINVAL} for a type that cannot be made;
     *     {@code -EPERM} for a directory, or a device without CAP_MKNOD; {@code -EBADF} for a relative path if {@code
     *     dirfd} is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way
     *     may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a
     *     component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 mknodat)
     */
    long mknodat(Task task, @DirFd int dirfd, UserString pathname, @Mode int mode, @Unsigned int dev);
}
