package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.AT_EACCESS;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.Fcntl.X_OK;
import static io.unishim.abi.Mounts.ST_NOEXEC;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.PermissionCalls;
import io.unishim.memory.UserString;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Ids;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.Walk;

/** Owners, permission bits and what they allow. */
final class PermissionHandlers implements PermissionCalls {
    @Override
    @Support(FULL)
    public long access(Task task, UserString pathname, int mode) {
        return faccessat2(task, AT_FDCWD, pathname, mode, 0);
    }

    @Override
    @Support(FULL)
    public long faccessat(Task task, int dirfd, UserString pathname, int mode) {
        return faccessat2(task, dirfd, pathname, mode, 0);
    }

    @Override
    @Support(FULL)
    public long faccessat2(Task task, int dirfd, UserString pathname, int mode, int flags) {
        if ((mode & ~(R_OK | W_OK | X_OK)) != 0 || (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        Credentials who = Credentials.of(task);
        if ((flags & AT_EACCESS) == 0) {
            who = real(who);
        }
        Walk walk = Walk.of(task, 0).as(who);
        long result = walk.resolve(task, dirfd, pathname, Walk.flags(flags));
        if (result != 0 || mode == 0) {
            return result;
        }
        int type = walk.inode().type();
        boolean holdsData = type == S_IFREG || type == S_IFDIR || type == S_IFLNK;
        if ((mode & X_OK) != 0 && type == S_IFREG && walk.mount().has(ST_NOEXEC)) {
            return -EACCES;
        }
        if ((mode & W_OK) != 0 && holdsData && walk.inode().fileSystem().readOnly()) {
            return -EROFS;
        }
        result = walk.inode().permission(task, who, mode);
        if (result != 0) {
            return result;
        }
        return (mode & W_OK) != 0 && holdsData && walk.mount().readOnly() ? -EROFS : 0;
    }

    /** The credentials that {@code access(2)} asks with: real ids; capabilities as the real user would have them. */
    private static Credentials real(Credentials who) {
        CapabilitySets sets = who.capabilities();
        long effective = who.uid() == 0 ? sets.permitted() : 0;
        if (who.uid() == who.fsuid() && who.gid() == who.fsgid() && sets.effective() == effective) {
            return who;
        }
        Ids users = who.users();
        Ids groups = who.groups();
        return who.withUsers(new Ids(users.real(), users.effective(), users.saved(), users.real()))
                .withGroups(new Ids(groups.real(), groups.effective(), groups.saved(), groups.real()))
                .withCapabilities(sets.withEffective(effective));
    }

    @Override
    @Support(FULL)
    public long chmod(Task task, UserString pathname, int mode) {
        return chmod(task, AT_FDCWD, pathname, mode, Walk.FOLLOW);
    }

    @Override
    @Support(FULL)
    public long fchmodat(Task task, int dirfd, UserString pathname, int mode) {
        return chmod(task, dirfd, pathname, mode, Walk.FOLLOW);
    }

    @Override
    @Support(FULL)
    public long fchmodat2(Task task, int dirfd, UserString pathname, int mode, int flags) {
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        return chmod(task, dirfd, pathname, mode, Walk.flags(flags));
    }

    private static long chmod(Task task, int dirfd, UserString pathname, int mode, int how) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dirfd, pathname, how);
        if (result != 0) {
            return result;
        }
        return walk.inode().type() == S_IFLNK ? -EOPNOTSUPP : Changing.mode(task, walk.path(), mode);
    }

    @Override
    @Support(FULL)
    public long fchmod(Task task, int fd, int mode) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        return open.file() instanceof InodeFile file
                ? Changing.mode(task, file.path(), mode)
                : Unnamed.mode(task, open.file(), mode);
    }

    @Override
    @Support(FULL)
    public long chown(Task task, UserString pathname, int owner, int group) {
        return chown(task, AT_FDCWD, pathname, owner, group, Walk.FOLLOW);
    }

    @Override
    @Support(FULL)
    public long lchown(Task task, UserString pathname, int owner, int group) {
        return chown(task, AT_FDCWD, pathname, owner, group, 0);
    }

    @Override
    @Support(FULL)
    public long fchownat(Task task, int dirfd, UserString pathname, int owner, int group, int flags) {
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        return chown(task, dirfd, pathname, owner, group, Walk.flags(flags));
    }

    private static long chown(Task task, int dirfd, UserString pathname, int owner, int group, int how) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dirfd, pathname, how);
        return result != 0 ? result : Changing.owner(task, walk.path(), owner, group);
    }

    @Override
    @Support(FULL)
    public long fchown(Task task, int fd, int owner, int group) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        return open.file() instanceof InodeFile file
                ? Changing.owner(task, file.path(), owner, group)
                : Unnamed.owner(task, open.file(), owner, group);
    }

    @Override
    @Support(FULL)
    public long umask(Task task, int mask) {
        return FsContext.of(task).umask(mask);
    }
}
