package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_FOWNER;
import static io.unishim.abi.Capabilities.CAP_FSETID;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.Fcntl.X_OK;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_ISGID;
import static io.unishim.abi.StatModes.S_ISVTX;
import static io.unishim.abi.StatModes.S_IWOTH;
import static io.unishim.abi.StatModes.S_IXGRP;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;

/** What a task may do in a directory (the kernel's may_create, may_delete and their kin). */
public final class Rules {
    private Rules() {}

    /** @return whether a task owns an inode or may act as if it did */
    static boolean ownerOrCapable(Credentials who, Inode inode) {
        return who.fsuid() == inode.uid() || who.hasCapability(CAP_FOWNER);
    }

    /** @return whether a directory has been removed, so that nothing can be made in it */
    static boolean dead(Inode directory) {
        Link link = directory.link();
        return link != null && link.removed();
    }

    /** @return 0 if a name may be made in a directory; {@code -ENOENT}, {@code -EACCES} */
    static long mayCreate(Task task, Inode directory) {
        return dead(directory) ? -ENOENT : directory.permission(task, Credentials.of(task), W_OK | X_OK);
    }

    /** @return 0 if a name may be taken from a directory, by a call that expects a directory or not to find one */
    public static long mayDelete(Task task, Inode directory, Inode victim, boolean wantDirectory) {
        Credentials who = Credentials.of(task);
        long result = directory.permission(task, who, W_OK | X_OK);
        if (result != 0) {
            return result;
        }
        boolean kept = directory.marked(FS_APPEND_FL) || victim.marked(FS_APPEND_FL | FS_IMMUTABLE_FL);
        if (kept || sticky(who, directory, victim)) {
            return -EPERM;
        }
        boolean isDirectory = victim.type() == S_IFDIR;
        if (isDirectory != wantDirectory) {
            return wantDirectory ? -ENOTDIR : -EISDIR;
        }
        return dead(directory) ? -ENOENT : 0;
    }

    private static boolean sticky(Credentials who, Inode directory, Inode victim) {
        return (directory.mode() & S_ISVTX) != 0
                && victim.uid() != who.fsuid()
                && directory.uid() != who.fsuid()
                && !who.hasCapability(CAP_FOWNER);
    }

    /**
     * The kernel's may_create_in_sticky, with protected_regular and protected_fifos 0 (man 5 proc).
     *
     * @return whether a name that was there may not be opened with O_CREAT: in a directory for all, others' links and nodes
     */
    static boolean keptFromOthers(Task task, Inode directory, Inode inode) {
        int type = inode.type();
        return type != S_IFDIR
                && type != S_IFREG
                && type != S_IFIFO
                && (directory.mode() & (S_ISVTX | S_IWOTH)) == (S_ISVTX | S_IWOTH)
                && inode.uid() != directory.uid()
                && inode.uid() != Credentials.of(task).fsuid();
    }

    /** @return {@code -EBUSY} if something is mounted on an inode, through whatever mount of its file system, else 0 */
    static long notMountedOn(Inode inode) {
        Attachments attached = inode.attachmentsOrNull();
        return attached != null && attached.covered() ? -EBUSY : 0;
    }

    /** @return the permission bits of a new file: S_ISGID only for a group that the task is in */
    static int newMode(Task task, Inode directory, int mode) {
        int both = S_ISGID | S_IXGRP;
        if ((mode & both) != both || (directory.mode() & S_ISGID) == 0) {
            return mode;
        }
        Credentials who = Credentials.of(task);
        return who.inGroup(directory.gid()) || who.hasCapability(CAP_FSETID) ? mode : mode & ~S_ISGID;
    }
}
