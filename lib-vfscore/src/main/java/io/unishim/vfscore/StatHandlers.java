package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_NO_AUTOMOUNT;
import static io.unishim.abi.Fcntl.AT_STATX_SYNC_TYPE;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.FileFlags.FS_NODUMP_FL;
import static io.unishim.abi.Mounts.ST_MANDLOCK;
import static io.unishim.abi.Mounts.ST_RDONLY;
import static io.unishim.abi.Mounts.ST_SYNCHRONOUS;
import static io.unishim.abi.Mounts.ST_VALID;
import static io.unishim.abi.StatModes.STATX_ATTR_MOUNT_ROOT;
import static io.unishim.abi.StatModes.STATX_BTIME;
import static io.unishim.abi.StatModes.STATX_MNT_ID_UNIQUE;
import static io.unishim.abi.StatModes.STATX__RESERVED;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.StatCalls;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.struct.Statfs;
import io.unishim.struct.Statx;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;

/** What files and file systems are. */
final class StatHandlers implements StatCalls {
    private static final int STAT_FLAGS = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT;

    /** How often a name is looked up again that went to another file while its attributes were read. */
    private static final int MOST_TRIES = 100;

    /** Flags of files that are attributes with the same bits. */
    private static final int SHOWN_FLAGS = FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL;

    @Override
    @Support(FULL)
    public long stat(Task task, UserString pathname, UserRef<Stat> statbuf) {
        return stat(task, AT_FDCWD, pathname, statbuf, Walk.FOLLOW);
    }

    @Override
    @Support(FULL)
    public long lstat(Task task, UserString pathname, UserRef<Stat> statbuf) {
        return stat(task, AT_FDCWD, pathname, statbuf, 0);
    }

    @Override
    @Support(FULL)
    public long fstat(Task task, int fd, UserRef<Stat> statbuf) {
        OpenFileDescription open = Transfer.openOrPath(task, fd);
        if (open == null) {
            return -EBADF;
        }
        statbuf.set(open.file().stat(task));
        return 0;
    }

    @Override
    @Support(FULL)
    public long newfstatat(Task task, int dirfd, UserString pathname, UserRef<Stat> statbuf, int flags) {
        if ((flags & ~STAT_FLAGS) != 0) {
            return -EINVAL;
        }
        if (AtFlags.meansDescriptor(task, dirfd, pathname, flags)) {
            return fstat(task, dirfd, statbuf);
        }
        return stat(task, dirfd, pathname, statbuf, Walk.flags(flags));
    }

    private static long stat(Task task, int dirfd, UserString pathname, UserRef<Stat> statbuf, int how) {
        Walk walk = Walk.of(task, 0);
        int again = MOST_TRIES;
        for (; ; ) {
            Inode inode = walk.known(task, dirfd, pathname);
            if (inode == null) {
                long result = walk.resolve(task, dirfd, pathname, how);
                if (result != 0) {
                    return result;
                }
                inode = walk.inode();
            }
            Stat found = inode.stat(task);
            if (!inode.gone() || --again == 0) {
                statbuf.set(found);
                return 0;
            }
            // Its name went meanwhile, perhaps to another file: a name that is only replaced never leads to nothing.
        }
    }

    @Override
    @Support(FULL)
    public long statx(Task task, int dirfd, UserString pathname, int flags, int mask, UserRef<Statx> statxbuf) {
        boolean bothSyncs = (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE;
        if ((mask & STATX__RESERVED) != 0 || bothSyncs || (flags & ~(STAT_FLAGS | AT_STATX_SYNC_TYPE)) != 0) {
            return -EINVAL;
        }
        if (AtFlags.meansDescriptor(task, dirfd, pathname, flags)) {
            OpenFileDescription open = Transfer.openOrPath(task, dirfd);
            if (open == null) {
                return -EBADF;
            }
            statxbuf.set(
                    open.file() instanceof InodeFile file
                            ? statx(task, file.path(), mask)
                            : Statx.of(open.file().stat(task), null, 0, false));
            return 0;
        }
        Walk walk = Walk.of(task, 0);
        int again = MOST_TRIES;
        for (; ; ) {
            long result = walk.resolve(task, dirfd, pathname, Walk.flags(flags));
            if (result != 0) {
                return result;
            }
            Statx found = statx(task, walk.path(), mask);
            if (!walk.inode().gone() || --again == 0) {
                statxbuf.set(found);
                return 0;
            }
        }
    }

    private static Statx statx(Task task, VfsPath path, int mask) {
        Inode inode = path.inode();
        VfsMount mount = path.mount();
        boolean unique = (mask & STATX_MNT_ID_UNIQUE) != 0;
        Timespec birth = (mask & STATX_BTIME) != 0 ? inode.birth(task) : null;
        Statx found = Statx.of(inode.stat(task), birth, unique ? mount.uniqueId() : mount.id(), unique);
        long root = path.isMountRoot() ? STATX_ATTR_MOUNT_ROOT : 0;
        return found.withAttributes(
                root | inode.protection().flags() & SHOWN_FLAGS,
                inode.fileSystem().knownFlags() & SHOWN_FLAGS);
    }

    @Override
    @Support(FULL)
    public long statfs(Task task, UserString pathname, UserRef<Statfs> buf) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, pathname, Walk.FOLLOW);
        if (result == 0) {
            buf.set(statfs(walk.mount()));
        }
        return result;
    }

    @Override
    @Support(FULL)
    public long fstatfs(Task task, int fd, UserRef<Statfs> buf) {
        OpenFileDescription open = Transfer.openOrPath(task, fd);
        if (open == null) {
            return -EBADF;
        }
        buf.set(
                open.file() instanceof InodeFile file
                        ? statfs(file.path().mount())
                        : Unnamed.statfs(task, open.file()));
        return 0;
    }

    private static Statfs statfs(VfsMount mount) {
        int own = mount.fileSystem().flags() & (ST_RDONLY | ST_SYNCHRONOUS | ST_MANDLOCK);
        Statfs found = mount.fileSystem().statfs();
        return found.withFlags(found.flags() | ST_VALID | own | mount.flags());
    }
}
