package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EMLINK;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_ISGID;
import static io.unishim.abi.StatModes.S_ISUID;
import static io.unishim.abi.StatModes.S_IXGRP;

import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.Walk;

/** Giving a file another name (the kernel's vfs_link). */
final class Linking {
    private static final long MOST_LINKS = Integer.MAX_VALUE;

    private Linking() {}

    static long link(Task task, Walk old, int newdirfd, UserString newpath) {
        Inode inode = old.inode();
        VfsMount mount = old.mount();
        Walk walk = Walk.of(task, 1);
        long result = walk.parent(task, newdirfd, newpath);
        if (result != 0) {
            return result;
        }
        return Creation.at(task, walk, false, () -> mayLink(task, walk, mount, inode), (by, directory, name, found) -> {
            boolean kept = inode.marked(FS_APPEND_FL | FS_IMMUTABLE_FL);
            return kept || inode.type() == S_IFDIR ? -EPERM : link(by, directory, name, inode);
        });
    }

    private static long mayLink(Task task, Walk walk, VfsMount mount, Inode inode) {
        return walk.mount() != mount ? -EXDEV : safeSource(task, inode) ? 0 : -EPERM;
    }

    /** The directory's lock is held; the inode's comes after it. */
    private static long link(Task task, Inode directory, Name name, Inode inode) {
        inode.lock();
        try {
            long links = inode.stat(task).nlink();
            if (links == 0 && !linkable(inode)) {
                return -ENOENT;
            }
            if (links >= MOST_LINKS) {
                return -EMLINK;
            }
            long result = directory.link(task, inode, name);
            if (result == 0) {
                inode.fileSystem().vfs().notices().linksChanged(inode);
            }
            return result;
        } finally {
            inode.unlock();
        }
    }

    /** Others' files may be linked only by who could write them anyway (man 5 proc, protected_hardlinks = 1). */
    private static boolean safeSource(Task task, Inode inode) {
        Credentials who = Credentials.of(task);
        if (Rules.ownerOrCapable(who, inode)) {
            return true;
        }
        int mode = inode.mode();
        boolean setId = (mode & S_ISUID) != 0 || (mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP);
        return inode.type() == S_IFREG && !setId && inode.permission(task, who, R_OK | W_OK) == 0;
    }

    private static boolean linkable(Inode inode) {
        Attachments attached = inode.attachmentsOrNull();
        return attached != null && attached.linkable();
    }
}
