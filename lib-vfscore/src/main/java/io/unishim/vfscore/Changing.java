package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_CHOWN;
import static io.unishim.abi.Capabilities.CAP_FSETID;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_ISGID;
import static io.unishim.abi.StatModes.S_ISUID;
import static io.unishim.abi.StatModes.S_IXGRP;

import io.unishim.file.FileSizeLimit;
import io.unishim.struct.Timespec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Notices;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/** Changing attributes (the kernel's notify_change and setattr_prepare). */
final class Changing {
    private static final int ALL_BITS = 07777;

    /** With either, attributes stay as they are. */
    private static final int KEPT = FS_APPEND_FL | FS_IMMUTABLE_FL;

    private Changing() {}

    private static long apply(Task task, Inode inode, Attributes change) {
        inode.lock();
        long result;
        try {
            result = inode.setattr(task, change);
        } finally {
            inode.unlock();
        }
        if (result == 0) {
            tell(inode, change);
        }
        return result;
    }

    /** The kernel's fsnotify_change. */
    private static void tell(Inode inode, Attributes change) {
        Notices notices = inode.fileSystem().vfs().notices();
        if (!notices.on()) {
            return;
        }
        int mask = change.mode() >= 0 || change.ownerChanges() || change.groupChanges() ? IN_ATTRIB : 0;
        if (change.size() >= 0) {
            mask |= IN_MODIFY;
        }
        if (change.atime() != null || change.mtime() != null) {
            mask |= change.atime() == null ? IN_MODIFY : change.mtime() == null ? IN_ACCESS : IN_ATTRIB;
        }
        if (mask != 0) {
            notices.changed(inode, mask);
        }
    }

    /** Changes permission bits, as {@code chmod(2)}. */
    static long mode(Task task, VfsPath path, int mode) {
        Inode inode = path.inode();
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        Credentials who = Credentials.of(task);
        if (inode.marked(KEPT) || !Rules.ownerOrCapable(who, inode)) {
            return -EPERM;
        }
        int bits = mode & ALL_BITS;
        if (!who.inGroup(inode.gid()) && !who.hasCapability(CAP_FSETID)) {
            bits &= ~S_ISGID;
        }
        return apply(task, inode, Attributes.ofMode(bits));
    }

    /** Changes owner and group, as {@code chown(2)}; -1 keeps one. */
    static long owner(Task task, VfsPath path, int uid, int gid) {
        Inode inode = path.inode();
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        if ((uid != -1 || gid != -1) && inode.marked(KEPT)) {
            return -EPERM;
        }
        Credentials who = Credentials.of(task);
        if (!who.hasCapability(CAP_CHOWN)) {
            boolean owns = who.fsuid() == inode.uid();
            boolean uidKept = uid == -1 || owns && uid == inode.uid();
            boolean gidAllowed = gid == -1 || owns && (who.inGroup(gid) || gid == inode.gid());
            if (!uidKept || !gidAllowed) {
                return -EPERM;
            }
        }
        int mode = modeAfterChown(who, inode);
        // Also where nothing else changes: the mode would, and is only the owner's to change.
        return mode >= 0 && !Rules.ownerOrCapable(who, inode)
                ? -EPERM
                : apply(task, inode, Attributes.ofOwner(uid, gid, mode));
    }

    /** A change of the owner takes set-id bits away from files; -1 if there are none. */
    private static int modeAfterChown(Credentials who, Inode inode) {
        int mode = inode.mode();
        if (inode.type() == S_IFDIR) {
            return -1;
        }
        int drop = mode & S_ISUID;
        boolean trusted = who.inGroup(inode.gid()) || who.hasCapability(CAP_FSETID);
        if ((mode & S_ISGID) != 0 && ((mode & S_IXGRP) != 0 || !trusted)) {
            drop |= S_ISGID;
        }
        return drop == 0 ? -1 : mode & ALL_BITS & ~drop;
    }

    /** Sets the size of an ordinary file; set-id bits go, unless the task has CAP_FSETID. */
    static long truncate(Task task, Inode inode, long size) {
        long result = size == 0 || size <= inode.stat(task).size() ? 0 : FileSizeLimit.allows(task, size);
        if (result != 0) {
            return result;
        }
        result = apply(task, inode, Attributes.ofSize(size));
        int mode = inode.mode();
        Credentials who = Credentials.of(task);
        boolean groupToo = (mode & S_IXGRP) != 0 || !who.inGroup(inode.gid());
        int drop = mode & (groupToo ? S_ISUID | S_ISGID : S_ISUID);
        if (result == 0 && drop != 0 && !who.hasCapability(CAP_FSETID)) {
            return apply(task, inode, Attributes.ofMode(mode & ALL_BITS & ~drop));
        }
        return result;
    }

    /**
     * Sets times.
     *
     * @param now whether both are the present, which whoever may write is allowed to say
     */
    static long times(Task task, VfsPath path, @Nullable Timespec atime, @Nullable Timespec mtime, boolean now) {
        Inode inode = path.inode();
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        if (inode.marked(now ? FS_IMMUTABLE_FL : KEPT)) {
            return -EPERM;
        }
        Credentials who = Credentials.of(task);
        if (!Rules.ownerOrCapable(who, inode)) {
            if (!now) {
                return -EPERM;
            }
            if (inode.permission(task, who, W_OK) != 0) {
                return -EACCES;
            }
        }
        return apply(task, inode, Attributes.ofTimes(atime, mtime));
    }
}
