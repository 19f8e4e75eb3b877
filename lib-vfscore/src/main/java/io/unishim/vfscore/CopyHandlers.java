package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.EOVERFLOW;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.FileSizeLimit;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.CopyCalls;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;
import io.unishim.vfscore.pipe.Splicing;
import io.unishim.vfscore.tree.InodeFile;

/** Copies between descriptors that need no buffer of the program. */
final class CopyHandlers implements CopyCalls {
    @Override
    @Support(FULL)
    public long sendfile(Task task, int out_fd, int in_fd, UserLong offset, long count) {
        OpenFileDescription in = Transfer.open(task, in_fd);
        if (in == null || !in.readable()) {
            return -EBADF;
        }
        boolean positioned = !offset.isNull();
        long from = positioned ? offset.get() : -1;
        if (positioned && !in.file().seekable()) {
            return -ESPIPE;
        }
        if (positioned && from < 0 || count < 0) {
            return -EINVAL;
        }
        OpenFileDescription out = Transfer.open(task, out_fd);
        if (out == null || !out.writable()) {
            return -EBADF;
        }
        if (Splicing.isPipe(out)) {
            return moved(offset, from, Splicing.fromFile(task, in, from, out, count, !out.has(O_NONBLOCK)));
        }
        if (!in.file().seekable() || out.has(O_APPEND) || (in.file().stat(task).mode() & S_IFMT) == S_IFDIR) {
            return -EINVAL;
        }
        long done = Copying.copy(task, in, from, out, -1, Math.min(count, Transfer.MOST));
        return moved(offset, from, done);
    }

    private static long moved(UserLong offset, long start, long done) {
        if (done > 0 && !offset.isNull()) {
            offset.set(start + done);
        }
        return done;
    }

    @Override
    @Support(FULL)
    public long copy_file_range(
            Task task, int fd_in, UserLong off_in, int fd_out, UserLong off_out, long len, int flags) {
        OpenFileDescription in = Transfer.open(task, fd_in);
        OpenFileDescription out = Transfer.open(task, fd_out);
        if (in == null || out == null) {
            return -EBADF;
        }
        long from = off_in.isNull() ? -1 : off_in.get();
        long to = off_out.isNull() ? -1 : off_out.get();
        if (flags != 0 || !off_in.isNull() && from < 0 || !off_out.isNull() && to < 0) {
            return -EINVAL;
        }
        long count = checkedCount(task, in, from, out, to, len);
        if (count <= 0) {
            return count;
        }
        long done = Copying.copy(task, in, from, out, to, Math.min(count, Transfer.MOST));
        if (done > 0 && from >= 0) {
            off_in.set(from + done);
        }
        if (done > 0 && to >= 0) {
            off_out.set(to + done);
        }
        return done;
    }

    /** The kernel's generic_copy_file_checks. @return what there is to copy now, in bytes, or an errno */
    private static long checkedCount(
            Task task, OpenFileDescription in, long from, OpenFileDescription out, long to, long length) {
        int inType = in.file().stat(task).mode() & S_IFMT;
        int outType = out.file().stat(task).mode() & S_IFMT;
        if (inType == S_IFDIR || outType == S_IFDIR) {
            return -EISDIR;
        }
        if (inType != S_IFREG || outType != S_IFREG) {
            return -EINVAL;
        }
        if (!in.readable() || !out.writable() || out.has(O_APPEND)) {
            return -EBADF;
        }
        if (out.file() instanceof InodeFile file && file.inode().marked(FS_IMMUTABLE_FL)) {
            return -EPERM;
        }
        long start = from >= 0 ? from : in.position();
        long target = to >= 0 ? to : out.position();
        if (length < 0) {
            return -EOVERFLOW;
        }
        if (start + length < 0 || target + length < 0) {
            return -EOVERFLOW;
        }
        boolean same = in.file() instanceof InodeFile one
                && out.file() instanceof InodeFile other
                && one.inode() == other.inode();
        long size = in.file().stat(task).size();
        long real = FileSizeLimit.room(task, target, Math.min(length, Math.max(0, size - start)));
        if (real < 0) {
            return real;
        }
        return same && target < start + real && start < target + real ? -EINVAL : real;
    }
}
