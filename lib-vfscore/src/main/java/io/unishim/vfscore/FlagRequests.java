package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_LINUX_IMMUTABLE;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.FileFlags.*;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.VfsPath;

/** Reading and changing what {@code chattr(1)} shows (the kernel's vfs_fileattr_get and vfs_fileattr_set). */
final class FlagRequests {
    private static final int[][] SAME = {
        {FS_IMMUTABLE_FL, FS_XFLAG_IMMUTABLE},
        {FS_APPEND_FL, FS_XFLAG_APPEND},
        {FS_NODUMP_FL, FS_XFLAG_NODUMP},
        {FS_NOATIME_FL, FS_XFLAG_NOATIME}
    };

    private FlagRequests() {}

    static long set(Task task, VfsPath path, int flags) {
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        Inode inode = path.inode();
        long now = inode.flags(task);
        if (now < 0) {
            return now;
        }
        Credentials who = Credentials.of(task);
        if (!Rules.ownerOrCapable(who, inode)) {
            return -EPERM;
        }
        inode.lock();
        try {
            long before = inode.flags(task);
            boolean guarded = ((flags ^ before) & (FS_APPEND_FL | FS_IMMUTABLE_FL)) != 0;
            if (guarded && !who.hasCapability(CAP_LINUX_IMMUTABLE)) {
                return -EPERM;
            }
            int known = inode.fileSystem().knownFlags();
            if (known != 0 && (flags & ~known) != 0) { // else the file system says itself
                return -EOPNOTSUPP;
            }
            return inode.setFlags(task, flags);
        } finally {
            inode.unlock();
        }
    }

    /** @return the flags of {@code struct fsxattr} and {@code struct file_attr} */
    static int extended(long flags) {
        int all = 0;
        for (int[] each : SAME) {
            all |= (flags & each[0]) != 0 ? each[1] : 0;
        }
        return all;
    }

    /** @return the flags of FS_IOC_SETFLAGS, or -1 if one has no name there */
    static int plain(long extended) {
        int all = 0;
        long left = extended;
        for (int[] each : SAME) {
            all |= (extended & each[1]) != 0 ? each[0] : 0;
            left &= ~each[1];
        }
        return left != 0 ? -1 : all;
    }
}
