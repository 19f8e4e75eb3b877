package io.unishim.linux;

import io.unishim.abi.Xattr;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Extended attributes (man 7 xattr). */
@Calls("extended attributes")
public interface XattrCalls {
    /**
     * Reads an extended attribute, following a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param name the name, with its name space: {@code user.note}
     * @param value what to fill; empty to ask for the size
     * @return the size of the value; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP} for a name
     *     space that the file system does not have; {@code -ERANGE} if the buffer is too small, or the name is empty
     *     or longer than 255 bytes; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT};
     *     {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of
     *     more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code
     *     -ENOTDIR} if something on the way is no directory (man 2 getxattr)
     */
    @Call(returns = Returns.COUNT)
    long getxattr(Task task, UserString pathname, UserString name, @Out UserBuffer value);

    /**
     * Reads an extended attribute, of a symbolic link itself.
     *
     * @param pathname bytes up to a NUL
     * @param name the name, with its name space: {@code user.note}
     * @param value what to fill; empty to ask for the size
     * @return the size of the value; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP} for a name
     *     space that the file system does not have; {@code -ERANGE} if the buffer is too small, or the name is empty
     *     or longer than 255 bytes; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT};
     *     {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of
     *     more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code
     *     -ENOTDIR} if something on the way is no directory (man 2 getxattr)
     */
    @Call(returns = Returns.COUNT)
    long lgetxattr(Task task, UserString pathname, UserString name, @Out UserBuffer value);

    /**
     * Reads an extended attribute, of an open file.
     *
     * @param fd descriptor, not of O_PATH
     * @param name the name, with its name space: {@code user.note}
     * @param value what to fill; empty to ask for the size
     * @return the size of the value; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP} for a name
     *     space that the file system does not have; {@code -ERANGE} if the buffer is too small, or the name is empty
     *     or longer than 255 bytes; {@code -EBADF} if it is not open; {@code -EFAULT} (man 2 getxattr)
     */
    @Call(returns = Returns.COUNT)
    long fgetxattr(Task task, @Fd int fd, UserString name, @Out UserBuffer value);

    /**
     * Sets an extended attribute, following a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param name the name, with its name space: {@code user.note}
     * @param value at most 65,536 bytes
     * @param flags 0, XATTR_CREATE or XATTR_REPLACE
     * @return 0; {@code -EEXIST} with XATTR_CREATE; {@code -EINVAL} for other flags; {@code -E2BIG} for more than
     *     65,536 bytes; {@code -ENODATA} with XATTR_REPLACE; {@code -ENOSPC}; {@code -EOPNOTSUPP} for a name space
     *     that the file system does not have; {@code -EPERM} for {@code user.} on what is no file or directory, or
     *     {@code trusted.} without CAP_SYS_ADMIN; {@code -ERANGE} for a name that is empty or longer than 255 bytes;
     *     {@code -EROFS}; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code
     *     -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more
     *     than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR}
     *     if something on the way is no directory (man 2 setxattr)
     */
    long setxattr(
            Task task,
            UserString pathname,
            UserString name,
            UserBuffer value,
            @Flags(value = Xattr.class, prefix = "XATTR_") int flags);

    /**
     * Sets an extended attribute, of a symbolic link itself.
     *
     * @param pathname bytes up to a NUL
     * @param name the name, with its name space: {@code user.note}
     * @param value at most 65,536 bytes
     * @param flags 0, XATTR_CREATE or XATTR_REPLACE
     * @return 0; {@code -EEXIST} with XATTR_CREATE; {@code -EINVAL} for other flags; {@code -E2BIG} for more than
     *     65,536 bytes; {@code -ENODATA} with XATTR_REPLACE; {@code -ENOSPC}; {@code -EOPNOTSUPP} for a name space
     *     that the file system does not have; {@code -EPERM} for {@code user.} on what is no file or directory, or
     *     {@code trusted.} without CAP_SYS_ADMIN; {@code -ERANGE} for a name that is empty or longer than 255 bytes;
     *     {@code -EROFS}; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code
     *     -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more
     *     than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR}
     *     if something on the way is no directory (man 2 setxattr)
     */
    long lsetxattr(
            Task task,
            UserString pathname,
            UserString name,
            UserBuffer value,
            @Flags(value = Xattr.class, prefix = "XATTR_") int flags);

    /**
     * Sets an extended attribute, of an open file.
     *
     * @param fd descriptor, not of O_PATH
     * @param name the name, with its name space: {@code user.note}
     * @param value at most 65,536 bytes
     * @param flags 0, XATTR_CREATE or XATTR_REPLACE
     * @return 0; {@code -EEXIST} with XATTR_CREATE; {@code -EINVAL} for other flags; {@code -E2BIG} for more than
     *     65,536 bytes; {@code -ENODATA} with XATTR_REPLACE; {@code -ENOSPC}; {@code -EOPNOTSUPP} for a name space
     *     that the file system does not have; {@code -EPERM} for {@code user.} on what is no file or directory, or
     *     {@code trusted.} without CAP_SYS_ADMIN; {@code -ERANGE} for a name that is empty or longer than 255 bytes;
     *     {@code -EROFS}; {@code -EBADF} if it is not open; {@code -EFAULT} (man 2 setxattr)
     */
    long fsetxattr(
            Task task,
            @Fd int fd,
            UserString name,
            UserBuffer value,
            @Flags(value = Xattr.class, prefix = "XATTR_") int flags);

    /**
     * Lists extended attributes, following a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param list filled with names, each with a NUL; empty to ask for the size
     * @return the size of the list; {@code -ERANGE} if the buffer is too small; {@code -EACCES} if a directory on the
     *     way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for
     *     a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 listxattr)
     */
    @Call(returns = Returns.COUNT)
    long listxattr(Task task, UserString pathname, @Out UserBuffer list);

    /**
     * Lists extended attributes, of a symbolic link itself.
     *
     * @param pathname bytes up to a NUL
     * @param list filled with names, each with a NUL; empty to ask for the size
     * @return the size of the list; {@code -ERANGE} if the buffer is too small; {@code -EACCES} if a directory on the
     *     way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for
     *     a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 listxattr)
     */
    @Call(returns = Returns.COUNT)
    long llistxattr(Task task, UserString pathname, @Out UserBuffer list);

    /**
     * Lists extended attributes, of an open file.
     *
     * @param fd descriptor, not of O_PATH
     * @param list filled with names, each with a NUL; empty to ask for the size
     * @return the size of the list; {@code -ERANGE} if the buffer is too small; {@code -EBADF} if it is not open;
     *     {@code -EFAULT} (man 2 listxattr)
     */
    @Call(returns = Returns.COUNT)
    long flistxattr(Task task, @Fd int fd, @Out UserBuffer list);

    /**
     * Removes an extended attribute, following a symbolic link.
     *
     * @param pathname bytes up to a NUL
     * @param name the name, with its name space: {@code user.note}
     * @return 0; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP}; {@code -EPERM}; {@code -ERANGE}
     *     for a name that is empty or longer than 255 bytes; {@code -EROFS}; {@code -EACCES} if a directory on the
     *     way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for
     *     a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 removexattr)
     */
    long removexattr(Task task, UserString pathname, UserString name);

    /**
     * Removes an extended attribute, of a symbolic link itself.
     *
     * @param pathname bytes up to a NUL
     * @param name the name, with its name space: {@code user.note}
     * @return 0; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP}; {@code -EPERM}; {@code -ERANGE}
     *     for a name that is empty or longer than 255 bytes; {@code -EROFS}; {@code -EACCES} if a directory on the
     *     way may not be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for
     *     a component of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is
     *     missing or the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 removexattr)
     */
    long lremovexattr(Task task, UserString pathname, UserString name);

    /**
     * Removes an extended attribute, of an open file.
     *
     * @param fd descriptor, not of O_PATH
     * @param name the name, with its name space: {@code user.note}
     * @return 0; {@code -ENODATA} if there is no such attribute; {@code -EOPNOTSUPP}; {@code -EPERM}; {@code -ERANGE}
     *     for a name that is empty or longer than 255 bytes; {@code -EROFS}; {@code -EBADF} if it is not open; {@code
     *     -EFAULT} (man 2 removexattr)
     */
    long fremovexattr(Task task, @Fd int fd, UserString name);
}
