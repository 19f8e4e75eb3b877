package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.ENOTBLK;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Mounts.ST_NODEV;
import static io.unishim.abi.Quota.Q_SYNC;
import static io.unishim.abi.Quota.SUBCMDMASK;
import static io.unishim.abi.Quota.SUBCMDSHIFT;
import static io.unishim.abi.StatModes.S_IFBLK;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.QuotaCalls;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Walk;

/** Serves {@link QuotaCalls}, as Linux does for file systems without quotas. */
final class QuotaHandlers implements QuotaCalls {
    private static final String NOTE = "no file system has quotas";

    /** The kernel's MAXQUOTAS: users', groups', projects'. */
    private static final int KINDS = 3;

    private static boolean known(int cmd) {
        return (cmd & SUBCMDMASK) < KINDS;
    }

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long quotactl(Task task, int cmd, UserString special, int id, long addr) {
        if (!known(cmd)) {
            return -EINVAL;
        }
        if (special.isNull()) {
            return cmd >>> SUBCMDSHIFT == Q_SYNC ? 0 : -ENODEV;
        }
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, special, Walk.FOLLOW);
        if (result != 0) {
            return result;
        }
        if (walk.inode().type() != S_IFBLK) {
            return -ENOTBLK;
        }
        return walk.mount().has(ST_NODEV) ? -EACCES : -ENODEV;
    }

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long quotactl_fd(Task task, int fd, int cmd, int id, long addr) {
        if (!Rights.isOpen(task, fd)) {
            return -EBADF;
        }
        return known(cmd) ? -ENOSYS : -EINVAL;
    }
}
