package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_SYS_CHROOT;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ERANGE;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.X_OK;
import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.call.SupportLevel.FULL;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.DirectoryCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.PathText;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Directories: made, removed, listed, and where a process stands in the tree. */
final class DirectoryHandlers implements DirectoryCalls {
    private static final byte[] UNREACHABLE = "(unreachable)".getBytes(US_ASCII);

    @Override
    @Support(FULL)
    public long mkdir(Task task, UserString pathname, int mode) {
        return mkdirat(task, AT_FDCWD, pathname, mode);
    }

    @Override
    @Support(FULL)
    public long mkdirat(Task task, int dirfd, UserString pathname, int mode) {
        return Creation.at(
                task,
                dirfd,
                pathname,
                0,
                true,
                (by, directory, name, found) ->
                        directory.mkdir(by, name, Creation.directoryMode(by, directory, mode), found));
    }

    @Override
    @Support(FULL)
    public long rmdir(Task task, UserString pathname) {
        return Removal.rmdir(task, AT_FDCWD, pathname);
    }

    @Override
    @Support(FULL)
    public long getdents(Task task, int fd, UserBuffer dirp) {
        return list(task, fd, dirp, true);
    }

    @Override
    @Support(FULL)
    public long getdents64(Task task, int fd, UserBuffer dirp) {
        return list(task, fd, dirp, false);
    }

    private static long list(Task task, int fd, UserBuffer buffer, boolean old) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (!(open.file() instanceof InodeFile file) || !file.isDirectory()) {
            return -ENOTDIR;
        }
        DirentWriter writer = DirentWriter.of(task, buffer.length(), old);
        ReentrantLock lock = open.positionLock();
        lock.lock();
        try {
            writer.start(open.position());
            long result = file.readdir(task, open, writer);
            if (result != 0) {
                return result;
            }
            file.happened(IN_ACCESS);
            int length = writer.length();
            if (length == 0) {
                return writer.full() ? -EINVAL : 0;
            }
            if (buffer.put(0, writer.bytes(), 0, length) < length) {
                return -EFAULT;
            }
            open.position(writer.next());
            return length;
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Support(FULL)
    public long getcwd(Task task, UserBuffer buf) {
        FsContext context = FsContext.of(task);
        Inode directory = context.cwd().inode();
        Link link = directory.link();
        if (link != null && link.removed()) {
            return -ENOENT;
        }
        byte[] path = PathText.bytes(context.cwd(), context.root());
        if (path == null) {
            byte[] rest = PathText.bytes(context.cwd(), null);
            byte[] shown = rest == null ? new byte[] {'/'} : rest;
            path = Arrays.copyOf(UNREACHABLE, UNREACHABLE.length + shown.length);
            System.arraycopy(shown, 0, path, UNREACHABLE.length, shown.length);
        }
        byte[] terminated = Arrays.copyOf(path, path.length + 1);
        if (Long.compareUnsigned(buf.length(), terminated.length) < 0) {
            return -ERANGE;
        }
        return buf.put(0, terminated, 0, terminated.length) < terminated.length ? -EFAULT : terminated.length;
    }

    @Override
    @Support(FULL)
    public long chdir(Task task, UserString pathname) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, pathname, Walk.FOLLOW | Walk.DIRECTORY);
        if (result == 0) {
            result = walk.inode().permission(task, Credentials.of(task), X_OK);
        }
        if (result == 0) {
            moveTo(task, walk.path());
        }
        return result;
    }

    private static void moveTo(Task task, VfsPath place) {
        FsContext context = FsContext.of(task);
        Inode left = context.cwd().inode();
        context.cwd(place);
        left.fileSystem().vfs().notices().forgetIfUnused(task, left);
    }

    @Override
    @Support(FULL)
    public long fchdir(Task task, int fd) {
        OpenFileDescription open = Transfer.openOrPath(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (!(open.file() instanceof InodeFile file) || !file.isDirectory()) {
            return -ENOTDIR;
        }
        long result = file.inode().permission(task, Credentials.of(task), X_OK);
        if (result == 0) {
            moveTo(task, file.path());
        }
        return result;
    }

    @Override
    @Support(FULL)
    public long chroot(Task task, UserString pathname) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, pathname, Walk.FOLLOW | Walk.DIRECTORY);
        if (result == 0) {
            result = walk.inode().permission(task, Credentials.of(task), X_OK);
        }
        if (result != 0) {
            return result;
        }
        if (!Credentials.of(task).hasCapability(CAP_SYS_CHROOT)) {
            return -EPERM;
        }
        FsContext.of(task).root(walk.path());
        return 0;
    }
}
