package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.ELOOP;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Errnos.ESTALE;
import static io.unishim.abi.Errnos.ETXTBSY;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_LARGEFILE;
import static io.unishim.abi.Fcntl.O_NOATIME;
import static io.unishim.abi.Fcntl.O_NOCTTY;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_TMPFILE;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.Inotify.IN_OPEN;
import static io.unishim.abi.Mounts.ST_NODEV;
import static io.unishim.abi.StatModes.S_IFBLK;
import static io.unishim.abi.StatModes.S_IFCHR;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.lease.Leases;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.PathFile;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;

/** Opening a file (the kernel's path_openat and what it calls). */
final class Opening {
    /** What is of no more use once the file is open. */
    private static final int ONLY_WHILE_OPENING = O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC;

    /** In what is one more than the access mode. */
    private static final int FMODE_WRITE = 2;

    private static final int TMPFILE = O_TMPFILE & ~O_DIRECTORY;

    private Opening() {}

    /**
     * Opens a file.
     *
     * @param flags checked by {@link OpenFlags}
     * @param mode permission bits, before the umask
     * @param resolve RESOLVE_*
     * @return the descriptor or a negative errno
     */
    static long open(Task task, int dirfd, UserString path, int flags, int mode, int resolve) {
        long result;
        do {
            // A name that others replace all the time is never missing.
            result = openOnce(task, dirfd, path, flags, mode, resolve);
        } while (result == Inode.GONE);
        return result;
    }

    /** Opens what is at a place. @param flags checked by {@link OpenFlags} */
    static long at(Task task, VfsPath place, int flags) {
        if (DescriptorTable.of(task).full()) {
            return -EMFILE;
        }
        Walk walk = Walk.of(task, 0);
        walk.arriveAt(place);
        long result = (flags & TMPFILE) != 0 ? temporary(task, walk, flags, 0) : arrived(task, walk, flags, false);
        return result == Inode.GONE ? -ESTALE : result;
    }

    private static long openOnce(Task task, int dirfd, UserString path, int flags, int mode, int resolve) {
        Walk walk = Walk.of(task, 0);
        if (DescriptorTable.of(task).full()) {
            return path.copy(task.arguments().path(0)) == 0 ? -ENOENT : -EMFILE;
        }
        if ((flags & (O_CREAT | TMPFILE)) == 0 && resolve == 0 && walk.toKnown(task, dirfd, path)) {
            return arrived(task, walk, flags, false);
        }
        long result = walk.parent(task, dirfd, path, resolve);
        if (result != 0) {
            return result;
        }
        boolean created = false;
        Inode directory;
        boolean follow = (flags & O_NOFOLLOW) == 0 && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
        do {
            directory = walk.inode();
            if ((flags & O_CREAT) != 0 && walk.kind() == Walk.Kind.NAME) {
                result = create(task, walk, flags, mode);
                if (result < 0) {
                    return result;
                }
                created = result == 1;
            }
            result = created ? 0 : walk.lastStep(task, follow);
            if (result < 0) {
                return result;
            }
        } while (result == Walk.AGAIN);
        if (created) {
            Inode made = walk.inode();
            result = arrived(task, walk, flags, true);
            made.letGo();
            return result;
        }
        if ((flags & TMPFILE) != 0) {
            return temporary(task, walk, flags, mode);
        }
        boolean others = (flags & (O_CREAT | O_EXCL)) == O_CREAT && Rules.keptFromOthers(task, directory, walk.inode());
        return others ? -EACCES : arrived(task, walk, flags, false);
    }

    /** @return 1 if the file was made, where the walk is then; 0 if the name exists */
    private static long create(Task task, Walk walk, int flags, int mode) {
        if (walk.trailingSlash()) {
            return -EISDIR;
        }
        Inode directory = walk.inode();
        // Who wants a new file will hardly find it there: one look under the lock is enough.
        boolean exclusive = (flags & O_EXCL) != 0;
        long result = exclusive ? -ENOENT : directory.lookup(task, walk.last(), walk.found());
        if (result == -ENOENT) {
            directory.lock();
            try {
                result = directory.lookup(task, walk.last(), walk.found());
                if (result == -ENOENT) {
                    return make(task, walk, directory, mode);
                }
            } finally {
                directory.unlock();
            }
        }
        if (result == 0 && exclusive) {
            return -EEXIST;
        }
        return result;
    }

    private static long make(Task task, Walk walk, Inode directory, int mode) {
        if (walk.mount().readOnly()) {
            return -EROFS;
        }
        long result = Rules.mayCreate(task, directory);
        if (result != 0) {
            return result;
        }
        int bits = S_IFREG | Creation.fileMode(task, directory, mode);
        Found found = walk.found();
        result = directory.create(task, walk.last(), bits, 0, found);
        if (result != 0) {
            return result;
        }
        found.inode().keep(); // until it is open: others may remove the name before
        directory.fileSystem().vfs().notices().created(directory, walk.last(), false);
        walk.arriveAt(found.inode());
        return 1;
    }

    private static long arrived(Task task, Walk walk, int flags, boolean created) {
        Inode inode = walk.inode();
        int type = inode.type();
        if ((flags & O_CREAT) != 0 && !created) {
            if ((flags & O_EXCL) != 0) {
                return -EEXIST;
            }
            if (type == S_IFDIR) {
                return -EISDIR;
            }
        }
        if (type != S_IFDIR && ((flags & O_DIRECTORY) != 0 || walk.trailingSlash())) {
            return -ENOTDIR;
        }
        if ((flags & O_PATH) != 0) {
            if (type != S_IFREG) {
                return install(task, new OpenFileDescription(new PathFile(walk.path()), flags), flags);
            }
            if (!inode.keepIfThere()) {
                return Inode.GONE;
            }
            try {
                return install(task, new OpenFileDescription(new PathFile(walk.path()), flags), flags);
            } finally {
                inode.letGo();
            }
        }
        long result = created ? 0 : mayOpen(task, walk, flags);
        return result != 0 ? result : opened(task, walk, flags, created, type == S_IFREG);
    }

    /** The kernel's may_open. */
    private static long mayOpen(Task task, Walk walk, int flags) {
        Inode inode = walk.inode();
        int access = OpenFlags.access(flags);
        int type = inode.type();
        boolean writes = (access & W_OK) != 0;
        if (type == S_IFLNK) {
            return -ELOOP;
        }
        if (type == S_IFDIR && writes) {
            return -EISDIR;
        }
        if ((type == S_IFCHR || type == S_IFBLK) && walk.mount().has(ST_NODEV)) {
            return -EACCES;
        }
        boolean holdsData = type == S_IFREG || type == S_IFDIR;
        if (writes && holdsData && inode.fileSystem().readOnly()) {
            return -EROFS;
        }
        Credentials who = Credentials.of(task);
        long result = inode.permission(task, who, access);
        if (result != 0) {
            return result;
        }
        boolean rewrites = (flags & O_TRUNC) != 0 || (flags & O_ACCMODE) != O_RDONLY && (flags & O_APPEND) == 0;
        if (rewrites && inode.marked(FS_APPEND_FL)) {
            return -EPERM;
        }
        if ((flags & O_NOATIME) != 0 && !Rules.ownerOrCapable(who, inode)) {
            return -EPERM;
        }
        return writes && type == S_IFREG && walk.mount().readOnly() ? -EROFS : 0;
    }

    private static long opened(Task task, Walk walk, int flags, boolean created, boolean ordinary) {
        Inode inode = walk.inode();
        VfsPath path = walk.path();
        Found found = walk.found();
        boolean writer = inode.type() == S_IFREG && (flags + 1 & FMODE_WRITE) != 0;
        if (writer ? !inode.startWriting() : (flags & O_TRUNC) != 0 && inode.executing()) {
            return -ETXTBSY;
        }
        long result = Leases.breakFor(task, inode, flags);
        if (result == 0) {
            result = inode.open(task, path, flags, found);
        }
        if (writer) {
            countWriter(inode, result, found);
        }
        if (result != 0) {
            return result;
        }
        int kept = flags & ~ONLY_WHILE_OPENING | O_LARGEFILE;
        OpenFileDescription open = new OpenFileDescription(found.file(), kept);
        if (found.file() instanceof InodeFile file && file.countsAsWriter(open)) {
            path.mount().writing();
        }
        found.clear();
        if (open.file() instanceof InodeFile file) {
            file.happened(IN_OPEN);
            if (created) {
                file.markCreated();
            }
        }
        if (ordinary && !created && (flags & O_TRUNC) != 0) {
            result = Changing.truncate(task, inode, 0);
            if (result != 0) {
                open.release();
                return result;
            }
        }
        return install(task, open, flags);
    }

    /** Who opened a file for writing is counted by what was opened: another file, if the host put that there meanwhile. */
    private static void countWriter(Inode counted, long result, Found found) {
        boolean opened = result == 0 && found.file() instanceof InodeFile file && file.inode() == counted;
        if (opened) {
            ((InodeFile) found.file()).markWriter();
        } else {
            counted.endWriting();
        }
    }

    private static long install(Task task, OpenFileDescription open, int flags) {
        return DescriptorTable.of(task).install(open, 0, (flags & O_CLOEXEC) != 0);
    }

    /** O_TMPFILE: the walk has arrived at the directory. */
    private static long temporary(Task task, Walk walk, int flags, int mode) {
        Inode directory = walk.inode();
        if (directory.type() != S_IFDIR) {
            return -ENOTDIR;
        }
        if (walk.mount().readOnly()) {
            return -EROFS;
        }
        long result = Rules.mayCreate(task, directory);
        if (result != 0) {
            return result;
        }
        Found found = walk.found();
        result = directory.tmpfile(task, Creation.fileMode(task, directory, mode), found);
        if (result != 0) {
            return result;
        }
        Inode made = found.inode();
        if ((flags & O_EXCL) == 0) {
            made.attachments().makeLinkable();
        }
        walk.arriveAt(made);
        return opened(task, walk, flags, false, false);
    }
}
