package io.unishim.linux;

import io.unishim.abi.Mounts;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;

/**
 * What is mounted (Linux 6.8). Mounts are named by their unique numbers, which {@code statx(2)} tells with
 * STATX_MNT_ID_UNIQUE, in a {@code struct mnt_id_req}: its size, a descriptor of a mount namespace or 0, the number, a
 * parameter, and the number of a mount namespace or 0.
 */
@Calls("mount information")
public interface MountInfoCalls {
    /**
     * Tells of a mount.
     *
     * @param req {@code struct mnt_id_req}; the parameter says what to tell: STATMOUNT_*
     * @param buf filled with a {@code struct statmount} of 512 bytes, or the first ones of it, and the strings behind it
     * @param flags 0
     * @return 0; {@code -E2BIG} for a request of more than 4,096 bytes or what is not known here; {@code -EBADF} for the
     *     descriptor; {@code -EFAULT}; {@code -EINVAL} for a request of less than 24 bytes, a number that no mount can have,
     *     other flags, a descriptor of something else or two namespaces; {@code -ENOENT} if there is no such mount or
     *     namespace; {@code -EOVERFLOW} if the strings do not fit; {@code -EPERM} if it is not below the caller's root,
     *     without CAP_SYS_ADMIN (man 2 statmount)
     */
    @Call
    long statmount(Task task, @Address long req, @Out UserBuffer buf, int flags);

    /**
     * Lists the mounts below another one, the oldest first.
     *
     * @param req {@code struct mnt_id_req}: below which, or LSMT_ROOT for the caller's root and all below; the parameter is
     *     the last number of the call before, or 0
     * @param mnt_ids filled with unique numbers, 8 bytes each
     * @param nr_mnt_ids how many fit, at most 1,000,000
     * @param flags LISTMOUNT_REVERSE: the youngest first
     * @return how many there are; {@code -E2BIG}, {@code -EBADF}, {@code -EFAULT}, {@code -EINVAL}, {@code -ENOENT}, {@code
     *     -EPERM} as of {@link #statmount}; {@code -EOVERFLOW} for more than a million (man 2 listmount)
     */
    @Call(returns = Returns.INT)
    long listmount(
            Task task,
            @Address long req,
            @Address long mnt_ids,
            long nr_mnt_ids,
            @Flags(value = Mounts.class, prefix = "LISTMOUNT_") int flags);
}
