package io.unishim.linux;

import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Limits of what users and groups may store. No file system here counts that. */
@Calls("quotas")
public interface QuotaCalls {
    /**
     * Asks for the quotas of a file system, or changes them.
     *
     * @param cmd Q_SYNC and its kin, shifted by 8, and USRQUOTA, GRPQUOTA or 2 for projects
     * @param special path of the block device that is mounted; NULL with Q_SYNC for all of them
     * @param id of the user or group
     * @param addr depends on the command
     * @return 0 for Q_SYNC of all; {@code -EINVAL} for another kind; {@code -ENODEV} for NULL with another command, and for a
     *     block device, of which none is mounted; {@code -ENOTBLK} for what is none; {@code -EACCES} on a mount without
     *     devices, or if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP}; {@code
     *     -ENAMETOOLONG}; {@code -ENOENT}; {@code -ENOTDIR} (man 2 quotactl)
     */
    @Call
    long quotactl(Task task, int cmd, UserString special, int id, @Address long addr);

    /**
     * As {@link #quotactl}, of the file system of an open file.
     *
     * @param fd any descriptor
     * @param cmd as of {@link #quotactl}
     * @param id of the user or group
     * @param addr depends on the command
     * @return {@code -EBADF}; {@code -EINVAL} for another kind; {@code -ENOSYS} if the file system has no quotas (man 2
     *     quotactl)
     */
    @Call
    long quotactl_fd(Task task, @Fd int fd, int cmd, int id, @Address long addr);
}
