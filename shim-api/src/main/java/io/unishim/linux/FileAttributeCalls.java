package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** What {@code chattr(1)} changes: immutable, append-only (Linux 6.17). */
@Calls("file attributes")
public interface FileAttributeCalls {
    /**
     * Reads the flags of a file.
     *
     * @param dfd where a relative path begins, or AT_FDCWD
     * @param filename bytes up to a NUL; NULL with AT_EMPTY_PATH
     * @param ufattr {@code struct file_attr}: 24 bytes or more, the ones after that become zeros
     * @param at_flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @return 0; {@code -EINVAL} for fewer than 24 bytes or another flag; {@code -E2BIG} for more than 4,096; {@code
     *     -EOPNOTSUPP} for what has no flags; {@code -EFAULT}; {@code -EACCES}, {@code -EBADF}, {@code -ELOOP}, {@code
     *     -ENAMETOOLONG}, {@code -ENOENT}, {@code -ENOTDIR} as of every path (the kernel's fs/file_attr.c)
     */
    @Call
    long file_getattr(
            Task task,
            @DirFd int dfd,
            UserString filename,
            @Out UserBuffer ufattr,
            @Flags(value = Fcntl.class, prefix = "AT_") int at_flags);

    /**
     * Changes the flags of a file.
     *
     * @param dfd where a relative path begins, or AT_FDCWD
     * @param filename bytes up to a NUL; NULL with AT_EMPTY_PATH
     * @param ufattr {@code struct file_attr}: 24 bytes or more, the ones after that zeros
     * @param at_flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @return 0; {@code -EPERM} for who is not the owner, and without CAP_LINUX_IMMUTABLE if FS_XFLAG_IMMUTABLE or
     *     FS_XFLAG_APPEND changes; {@code -EROFS}; {@code -EINVAL} for fewer than 24 bytes, for a flag that there is not;
     *     {@code -E2BIG} for more than 4,096, or if what follows the known members is not 0; {@code -EOPNOTSUPP} for what
     *     has no flags, or not this one; {@code -EFAULT}; {@code -EACCES}, {@code -EBADF}, {@code -ELOOP}, {@code
     *     -ENAMETOOLONG}, {@code -ENOENT}, {@code -ENOTDIR} as of every path (the kernel's fs/file_attr.c)
     */
    @Call
    long file_setattr(
            Task task,
            @DirFd int dfd,
            UserString filename,
            UserBuffer ufattr,
            @Flags(value = Fcntl.class, prefix = "AT_") int at_flags);
}
