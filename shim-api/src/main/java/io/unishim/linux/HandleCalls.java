package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Returns;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Handles: files found again without a path (man 2 open_by_handle_at). */
@Calls("handles")
public interface HandleCalls {
    /**
     * Makes a handle of a file.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL
     * @param handle {@code struct file_handle}: its first 4 bytes say how much room follows the first 8
     * @param mount_id receives the number of the mount: 4 bytes, or 8 with AT_HANDLE_MNT_ID_UNIQUE
     * @param flags AT_SYMLINK_FOLLOW, AT_EMPTY_PATH; AT_HANDLE_FID: to compare only, every file system has that;
     *     AT_HANDLE_MNT_ID_UNIQUE
     * @return 0; {@code -EOVERFLOW} if there is not enough room, how much is needed is told; {@code -EOPNOTSUPP} if the file
     *     system has no handles, or none that find a way to the root (AT_HANDLE_CONNECTABLE); {@code -EINVAL} for another
     *     flag, two that exclude each other, or room for more than 128 bytes; {@code -EFAULT}; {@code -EACCES}, {@code
     *     -EBADF}, {@code -ELOOP}, {@code -ENAMETOOLONG}, {@code -ENOENT}, {@code -ENOTDIR} as of every path (man 2
     *     name_to_handle_at)
     */
    @Call
    long name_to_handle_at(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Address long handle,
            @Address long mount_id,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Opens the file that a handle was made of.
     *
     * @param mount_fd descriptor of any file in the mount, or AT_FDCWD
     * @param handle {@code struct file_handle}
     * @param flags of {@code open(2)}; with O_PATH also a symbolic link is opened
     * @return a descriptor; {@code -ESTALE} if the file is no more, or is not of this file system; {@code -EPERM} without
     *     CAP_DAC_READ_SEARCH; {@code -EBADF} for the descriptor; {@code -EINVAL} for a size of 0 or of more than 128;
     *     {@code -ELOOP} for a symbolic link; {@code -EFAULT}; else as {@code open(2)} (man 2 open_by_handle_at)
     */
    @Call(returns = Returns.INT)
    long open_by_handle_at(
            Task task, @Fd int mount_fd, @Address long handle, @Flags(value = Fcntl.class, prefix = "O_") int flags);
}
