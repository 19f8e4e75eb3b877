package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFBIG;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.abi.Errnos.ETXTBSY;
import static io.unishim.abi.Fcntl.*;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.StatModes.S_IFBLK;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.FileSizeCalls;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.lease.Leases;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.Walk;

/** Sizes of files, room for them, and getting them to a medium. */
final class FileSizeHandlers implements FileSizeCalls {
    private static final int KNOWN_MODES = 0xff;
    private static final int MODE_MASK = KNOWN_MODES & ~FALLOC_FL_KEEP_SIZE;

    private static final int PAGE_SHIFT = 12;
    private static final int CACHESTAT_WORDS = 5;

    private final Vfs vfs;

    FileSizeHandlers(Vfs vfs) {
        this.vfs = vfs;
    }

    @Override
    @Support(FULL)
    public long truncate(Task task, UserString pathname, long length) {
        if (length < 0) {
            return -EINVAL;
        }
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, pathname, Walk.FOLLOW);
        if (result != 0) {
            return result;
        }
        Inode inode = walk.inode();
        if (inode.type() != S_IFREG) {
            return inode.type() == S_IFDIR ? -EISDIR : -EINVAL;
        }
        if (walk.mount().readOnly()) {
            return -EROFS;
        }
        result = inode.permission(task, Credentials.of(task), W_OK);
        if (result != 0) {
            return result;
        }
        if (inode.marked(FS_APPEND_FL)) {
            return -EPERM;
        }
        if (length > inode.fileSystem().maxBytes()) {
            return -EFBIG;
        }
        if (!inode.startWriting()) {
            return -ETXTBSY;
        }
        try {
            result = Leases.breakFor(task, inode, O_WRONLY);
            return result != 0 ? result : Changing.truncate(task, inode, length);
        } finally {
            inode.endWriting();
        }
    }

    @Override
    @Support(FULL)
    public long ftruncate(Task task, int fd, long length) {
        if (length < 0) {
            return -EINVAL;
        }
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (!open.writable()) {
            return -EINVAL;
        }
        if (open.file() instanceof InodeFile file && file.inode().marked(FS_APPEND_FL)) {
            return -EPERM;
        }
        return open.file() instanceof InodeFile file && file.inode().type() == S_IFREG
                ? Changing.truncate(task, file.inode(), length)
                : open.file().truncate(task, length);
    }

    @Override
    @Support(value = PARTIAL, note = "the modes of tmpfs: 0, KEEP_SIZE, PUNCH_HOLE; others answer EOPNOTSUPP")
    public long fallocate(Task task, int fd, int mode, long offset, long len) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if (offset < 0 || len <= 0) {
            return -EINVAL;
        }
        if (!possible(mode)) {
            return -EOPNOTSUPP;
        }
        if (!open.writable()) {
            return -EBADF;
        }
        int kept = (mode & ~FALLOC_FL_KEEP_SIZE) != 0 ? FS_APPEND_FL | FS_IMMUTABLE_FL : FS_IMMUTABLE_FL;
        if (open.file() instanceof InodeFile file && file.inode().marked(kept)) {
            return -EPERM;
        }
        int type = open.file().stat(task).mode() & S_IFMT;
        if (type != S_IFREG && type != S_IFBLK) {
            return type == S_IFIFO ? -ESPIPE : type == S_IFDIR ? -EISDIR : -ENODEV;
        }
        if (offset + len < 0) {
            return -EFBIG;
        }
        if (!(open.file() instanceof InodeFile file)) {
            return -EOPNOTSUPP;
        }
        long result = file.fallocate(task, open, mode, offset, len);
        if (result == 0) {
            file.happened(IN_MODIFY);
        }
        return result;
    }

    private static boolean possible(int mode) {
        boolean keeps = (mode & FALLOC_FL_KEEP_SIZE) != 0;
        return (mode & ~KNOWN_MODES) == 0
                && switch (mode & MODE_MASK) {
                    case 0, FALLOC_FL_ZERO_RANGE, FALLOC_FL_UNSHARE_RANGE -> true;
                    case FALLOC_FL_PUNCH_HOLE -> keeps;
                    case FALLOC_FL_COLLAPSE_RANGE, FALLOC_FL_INSERT_RANGE, FALLOC_FL_WRITE_ZEROES -> !keeps;
                    default -> false;
                };
    }

    @Override
    @Support(FULL)
    public long fadvise64(Task task, int fd, long offset, long len, int advice) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        if ((open.file().stat(task).mode() & S_IFMT) == S_IFIFO) {
            return -ESPIPE;
        }
        return len < 0 || advice < POSIX_FADV_NORMAL || advice > POSIX_FADV_NOREUSE ? -EINVAL : 0;
    }

    @Override
    @Support(FULL)
    public long readahead(Task task, int fd, long offset, long count) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null || !open.readable()) {
            return -EBADF;
        }
        int type = open.file().stat(task).mode() & S_IFMT;
        return type == S_IFREG || type == S_IFBLK ? 0 : -EINVAL;
    }

    @Override
    @Support(value = PARTIAL, note = "pages of file systems in memory; of others none are said to be there")
    public long cachestat(Task task, int fd, UserLong cstat_range, UserLong cstat, int flags) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        long from = cstat_range.get(0);
        long length = cstat_range.get(1);
        if (flags != 0) {
            return -EINVAL;
        }
        long pages = 0;
        if (open.file() instanceof InodeFile file) {
            Credentials who = Credentials.of(task);
            if (!open.writable() && !Rules.ownerOrCapable(who, file.inode()) && !file.mayWrite(task)) {
                return -EPERM;
            }
            long last = length == 0 ? -1L >>> PAGE_SHIFT : from + length - 1 >>> PAGE_SHIFT;
            pages = file.cachedPages(from >>> PAGE_SHIFT, last);
        }
        cstat.set(0, pages);
        for (int i = 1; i < CACHESTAT_WORDS; i++) {
            cstat.set(i, 0);
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long fsync(Task task, int fd) {
        OpenFileDescription open = Transfer.open(task, fd);
        return open == null ? -EBADF : open.file().sync(false);
    }

    @Override
    @Support(FULL)
    public long fdatasync(Task task, int fd) {
        OpenFileDescription open = Transfer.open(task, fd);
        return open == null ? -EBADF : open.file().sync(true);
    }

    @Override
    @Support(FULL)
    public long sync(Task task) {
        for (VfsMount mount : vfs.mounts().all()) {
            // sync(2) has nobody to tell of an error.
            long unused = mount.fileSystem().sync();
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long syncfs(Task task, int fd) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        return open.file() instanceof InodeFile file ? file.inode().fileSystem().sync() : 0;
    }

    @Override
    @Support(FULL)
    public long sync_file_range(Task task, int fd, long offset, long nbytes, int flags) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        int known = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
        if ((flags & ~known) != 0 || offset < 0 || offset + nbytes < offset) {
            return -EINVAL;
        }
        int type = open.file().stat(task).mode() & S_IFMT;
        return type == S_IFREG || type == S_IFDIR || type == S_IFBLK ? 0 : -ESPIPE;
    }
}
