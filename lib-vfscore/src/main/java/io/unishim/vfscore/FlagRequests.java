package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_LINUX_IMMUTABLE;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.FileFlags.*;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.VfsPath;
import java.util.concurrent.locks.ReentrantLock;

/** Reading and changing what {@code chattr(1)} shows (the kernel's vfs_fileattr_get and vfs_fileattr_set). */
final class FlagRequests {
    private static final int[][] SAME = {
        {FS_IMMUTABLE_FL, FS_XFLAG_IMMUTABLE},
        {FS_APPEND_FL, FS_XFLAG_APPEND},
        {FS_NODUMP_FL, FS_XFLAG_NODUMP},
        {FS_NOATIME_FL, FS_XFLAG_NOATIME}
    };

    private FlagRequests() {}

    /** @return the flags, or {@code -EOPNOTSUPP} for what has none */
    static long get(Inode inode) {
        boolean mayHave = inode.fileSystem().knownFlags() != 0 && (inode.type() == S_IFREG || inode.type() == S_IFDIR);
        return mayHave ? inode.protection().flags() : -EOPNOTSUPP;
    }

    static long set(Task task, VfsPath path, int flags) {
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        Inode inode = path.inode();
        long now = get(inode);
        if (now < 0) {
            return now;
        }
        Credentials who = Credentials.of(task);
        if (!Rules.ownerOrCapable(who, inode)) {
            return -EPERM;
        }
        ReentrantLock lock = inode.lock();
        lock.lock();
        try {
            int before = inode.protection().flags();
            boolean guarded = ((flags ^ before) & (FS_APPEND_FL | FS_IMMUTABLE_FL)) != 0;
            if (guarded && !who.hasCapability(CAP_LINUX_IMMUTABLE)) {
                return -EPERM;
            }
            if ((flags & ~inode.fileSystem().knownFlags()) != 0) {
                return -EOPNOTSUPP;
            }
            inode.protect(inode.protection().withFlags(flags));
            return inode.setattr(task, Attributes.ofTimes(null, null));
        } finally {
            lock.unlock();
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
