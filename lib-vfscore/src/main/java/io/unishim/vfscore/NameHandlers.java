package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_DAC_READ_SEARCH;
import static io.unishim.abi.Capabilities.CAP_MKNOD;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_REMOVEDIR;
import static io.unishim.abi.Fcntl.AT_SYMLINK_FOLLOW;
import static io.unishim.abi.StatModes.S_IFBLK;
import static io.unishim.abi.StatModes.S_IFCHR;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_IFSOCK;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.NameCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Walk;
import java.util.Arrays;

/** Names of files: links, renames, removal, symbolic links, and nodes for pipes and devices. */
final class NameHandlers implements NameCalls {
    private static final int PERMISSION_BITS = 07777;

    @Override
    @Support(FULL)
    public long link(Task task, UserString oldpath, UserString newpath) {
        return linkat(task, AT_FDCWD, oldpath, AT_FDCWD, newpath, 0);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "AT_EMPTY_PATH without CAP_DAC_READ_SEARCH answers ENOENT also to who opened the descriptor")
    public long linkat(Task task, int olddirfd, UserString oldpath, int newdirfd, UserString newpath, int flags) {
        if ((flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        int how = (flags & AT_SYMLINK_FOLLOW) != 0 ? Walk.FOLLOW : 0;
        if ((flags & AT_EMPTY_PATH) != 0) {
            how |= Walk.EMPTY;
        }
        Walk old = Walk.of(task, 0);
        long result = old.resolve(task, olddirfd, oldpath, how);
        if (result == 0 && old.wasEmpty() && !Credentials.of(task).hasCapability(CAP_DAC_READ_SEARCH)) {
            return -ENOENT;
        }
        return result != 0 ? result : Linking.link(task, old, newdirfd, newpath);
    }

    @Override
    @Support(FULL)
    public long unlink(Task task, UserString pathname) {
        return Removal.unlink(task, AT_FDCWD, pathname);
    }

    @Override
    @Support(FULL)
    public long unlinkat(Task task, int dirfd, UserString pathname, int flags) {
        if ((flags & ~AT_REMOVEDIR) != 0) {
            return -EINVAL;
        }
        return flags == 0 ? Removal.unlink(task, dirfd, pathname) : Removal.rmdir(task, dirfd, pathname);
    }

    @Override
    @Support(FULL)
    public long rename(Task task, UserString oldpath, UserString newpath) {
        return Renaming.rename(task, AT_FDCWD, oldpath, AT_FDCWD, newpath, 0);
    }

    @Override
    @Support(FULL)
    public long renameat(Task task, int olddirfd, UserString oldpath, int newdirfd, UserString newpath) {
        return Renaming.rename(task, olddirfd, oldpath, newdirfd, newpath, 0);
    }

    @Override
    @Support(FULL)
    public long renameat2(Task task, int olddirfd, UserString oldpath, int newdirfd, UserString newpath, int flags) {
        return Renaming.rename(task, olddirfd, oldpath, newdirfd, newpath, flags);
    }

    @Override
    @Support(FULL)
    public long symlink(Task task, UserString target, UserString linkpath) {
        return symlinkat(task, target, AT_FDCWD, linkpath);
    }

    @Override
    @Support(FULL)
    public long symlinkat(Task task, UserString target, int newdirfd, UserString linkpath) {
        byte[] text = task.arguments().path(1);
        int length = target.copy(text);
        if (length <= 0) {
            return length < 0 ? -ENAMETOOLONG : -ENOENT;
        }
        byte[] kept = Arrays.copyOf(text, length);
        return Creation.at(
                task,
                newdirfd,
                linkpath,
                0,
                false,
                (by, directory, name, found) -> directory.symlink(by, name, kept, found));
    }

    @Override
    @Support(FULL)
    public long readlink(Task task, UserString pathname, UserBuffer buf) {
        return readlinkat(task, AT_FDCWD, pathname, buf);
    }

    @Override
    @Support(FULL)
    public long readlinkat(Task task, int dirfd, UserString pathname, UserBuffer buf) {
        // The kernel takes the size for an int.
        int room = (int) buf.length();
        if (room <= 0) {
            return -EINVAL;
        }
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dirfd, pathname, Walk.EMPTY);
        if (result != 0) {
            return result;
        }
        if (walk.inode().type() != S_IFLNK) {
            return walk.wasEmpty() ? -ENOENT : -EINVAL;
        }
        Found found = walk.found();
        result = walk.inode().readlink(task, found);
        if (result != 0) {
            return result;
        }
        int length = Math.min(found.bytes().length, room);
        return buf.put(0, found.bytes(), 0, length) < length ? -EFAULT : length;
    }

    @Override
    @Support(FULL)
    public long mknod(Task task, UserString pathname, int mode, int dev) {
        return mknodat(task, AT_FDCWD, pathname, mode, dev);
    }

    @Override
    @Support(FULL)
    public long mknodat(Task task, int dirfd, UserString pathname, int mode, int dev) {
        int type = (mode & S_IFMT) == 0 ? S_IFREG : mode & S_IFMT;
        switch (type) {
            case S_IFREG, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK -> {}
            case S_IFDIR -> {
                return -EPERM;
            }
            default -> {
                return -EINVAL;
            }
        }
        boolean device = type == S_IFCHR || type == S_IFBLK;
        return Creation.at(task, dirfd, pathname, 0, false, (by, directory, name, found) -> {
            // A character device 0,0 is a whiteout, which everybody may make.
            boolean whiteout = type == S_IFCHR && dev == 0;
            if (device && !whiteout && !Credentials.of(by).hasCapability(CAP_MKNOD)) {
                return -EPERM;
            }
            int bits = type | Creation.fileMode(by, directory, mode & PERMISSION_BITS);
            return directory.create(by, name, bits, device ? Integer.toUnsignedLong(dev) : 0, found);
        });
    }
}
