package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Extended attributes of what is at a path from a directory (man 7 xattr; Linux 6.13). */
@Calls("extended attributes from a directory")
public interface XattrAtCalls {
    /**
     * Reads an extended attribute.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param at_flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @param name the name, with its name space: {@code user.note}
     * @param args {@code struct xattr_args}: the address of the value, its size and flags, which must be 0; at least 16 bytes,
     *     the ones after that zeros
     * @return the size of the value; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP} for a name space
     *     that the file system does not have; {@code -ERANGE} if the value does not fit, or the name is empty or longer than
     *     255 bytes; {@code -E2BIG} for arguments that are not known here; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code
     *     -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory; {@code -EBADF} if a relative path begins at no open directory; {@code -EINVAL} for other flags (man 2 getxattr)
     */
    @Call(returns = Returns.COUNT)
    long getxattrat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "AT_") int at_flags,
            UserString name,
            UserBuffer args);

    /**
     * Sets an extended attribute.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param at_flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @param name the name, with its name space: {@code user.note}
     * @param args {@code struct xattr_args}: the address of the value, its size and XATTR_CREATE or XATTR_REPLACE; at least
     *     16 bytes, the ones after that zeros
     * @return 0; {@code -EEXIST} with XATTR_CREATE; {@code -E2BIG} for more than 65,536 bytes, or arguments that are not
     *     known here; {@code -ENODATA} with XATTR_REPLACE; {@code -ENOSPC}; {@code -EOPNOTSUPP} for a name space that the
     *     file system does not have; {@code -EPERM} for {@code user.} on what is no file or directory, or {@code trusted.}
     *     without CAP_SYS_ADMIN; {@code -ERANGE} for a name that is empty or longer than 255 bytes; {@code -EROFS}; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code
     *     -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory; {@code -EBADF} if a relative path begins at no open directory; {@code -EINVAL} for other flags
     *     (man 2 setxattr)
     */
    long setxattrat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "AT_") int at_flags,
            UserString name,
            UserBuffer args);

    /**
     * Lists extended attributes.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param at_flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @param list filled with names, each with a NUL; empty to ask for the size
     * @return the size of the list; {@code -ERANGE} if the buffer is too small; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code
     *     -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory; {@code -EBADF} if a relative path begins at no open directory; {@code -EINVAL} for other flags (man 2 listxattr)
     */
    @Call(returns = Returns.COUNT)
    long listxattrat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "AT_") int at_flags,
            @Out UserBuffer list);

    /**
     * Removes an extended attribute.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param at_flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @param name the name, with its name space: {@code user.note}
     * @return 0; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP}; {@code -EPERM}; {@code -ERANGE} for a
     *     name that is empty or longer than 255 bytes; {@code -EROFS}; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40
     *     symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than 4,095 bytes; {@code
     *     -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if something on the way is no
     *     directory; {@code -EBADF} if a relative path begins at no open directory; {@code -EINVAL} for other flags (man 2 removexattr)
     */
    long removexattrat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "AT_") int at_flags,
            UserString name);
}
