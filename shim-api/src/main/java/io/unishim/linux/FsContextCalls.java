package io.unishim.linux;

import io.unishim.abi.Mounts;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/**
 * Making and changing file systems step by step (man 2 fsopen). The descriptor of a context gives by {@code read(2)} why an
 * option was refused, one message a call: {@code "e tmpfs: Unknown parameter 'sise'"}; {@code -ENODATA} if there is none,
 * {@code -EMSGSIZE} if it does not fit. The last eight are kept.
 */
@Calls("file system contexts")
public interface FsContextCalls {
    /**
     * Begins to make a file system.
     *
     * @param _fs_name "tmpfs", "proc", "sysfs", "devpts", "mqueue"
     * @param flags FSOPEN_CLOEXEC
     * @return a descriptor of the context; {@code -EFAULT}; {@code -EINVAL} for another flag or a name of 4,096 bytes;
     *     {@code -EMFILE}; {@code -ENODEV} for a type that the kernel does not know; {@code -EPERM} without CAP_SYS_ADMIN
     *     (man 2 fsopen)
     */
    @Call(returns = Returns.FD)
    long fsopen(Task task, UserString _fs_name, @Flags(value = Mounts.class, prefix = "FSOPEN_") int flags);

    /**
     * Begins to change a file system that is mounted.
     *
     * @param dfd where a relative path begins, or AT_FDCWD
     * @param path the root of a mount
     * @param flags FSPICK_CLOEXEC, FSPICK_SYMLINK_NOFOLLOW, FSPICK_NO_AUTOMOUNT, FSPICK_EMPTY_PATH
     * @return a descriptor of the context; {@code -EACCES} if a directory on the way may not be searched; {@code -EBADF};
     *     {@code -EFAULT}; {@code -EINVAL} for another flag or what is no root of a mount; {@code -ELOOP} after 40 symbolic
     *     links; {@code -EMFILE}; {@code -ENAMETOOLONG}; {@code -ENOENT}; {@code -ENOTDIR}; {@code -EPERM} without
     *     CAP_SYS_ADMIN (man 2 fspick)
     */
    @Call(returns = Returns.FD)
    long fspick(Task task, @DirFd int dfd, UserString path, @Flags(value = Mounts.class, prefix = "FSPICK_") int flags);

    /**
     * Sets an option, makes the file system, or changes it.
     *
     * @param fd descriptor of a context
     * @param cmd FSCONFIG_SET_FLAG, FSCONFIG_SET_STRING, FSCONFIG_SET_BINARY, FSCONFIG_SET_PATH, FSCONFIG_SET_PATH_EMPTY,
     *     FSCONFIG_SET_FD; FSCONFIG_CMD_CREATE, FSCONFIG_CMD_CREATE_EXCL: not one that exists; FSCONFIG_CMD_RECONFIGURE
     * @param _key the option; NULL with a command
     * @param _value a string, bytes or a path, or NULL
     * @param aux how many bytes, where the path begins, or a descriptor; else 0
     * @return 0; {@code -EBADF} for a descriptor that is not open; {@code -EBUSY} for an option or a command that does not
     *     belong to what was done so far, after a command that failed, for a file system that exists with
     *     FSCONFIG_CMD_CREATE_EXCL, and if it is to be read-only while a file is open for writing; {@code -EFAULT}; {@code
     *     -EINVAL} for a descriptor of something else, arguments that do not fit the command, an option that the file system
     *     does not know or a bad value, a key or a string of 256 bytes, a flag that only a new file system may have; {@code
     *     -ENAMETOOLONG} and {@code -ENOENT} for a long or empty path; {@code -EOPNOTSUPP} for another command; {@code
     *     -EPERM} for a command without CAP_SYS_ADMIN (man 2 fsconfig)
     */
    @Call
    long fsconfig(
            Task task,
            @Fd int fd,
            @OneOf(value = Mounts.class, prefix = "FSCONFIG_") int cmd,
            UserString _key,
            @Address long _value,
            int aux);

    /**
     * Mounts the file system that a context made, at no place yet.
     *
     * @param fs_fd descriptor of a context
     * @param flags FSMOUNT_CLOEXEC
     * @param attr_flags MOUNT_ATTR_*
     * @return a descriptor as of O_PATH, for {@code move_mount(2)}: the mount is gone when it is closed before that; {@code
     *     -EBADF}; {@code -EBUSY} if it was mounted or is one of {@code fspick(2)}; {@code -EINVAL} for another flag or
     *     attribute, for a descriptor of something else, for a context that has made nothing; {@code -EMFILE}; {@code
     *     -EPERM} without CAP_SYS_ADMIN (man 2 fsmount)
     */
    @Call(returns = Returns.FD)
    long fsmount(
            Task task,
            @Fd int fs_fd,
            @Flags(value = Mounts.class, prefix = "FSMOUNT_") int flags,
            @Flags(value = Mounts.class, prefix = "MOUNT_ATTR_") int attr_flags);
}
