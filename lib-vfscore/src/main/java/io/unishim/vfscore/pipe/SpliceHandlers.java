package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Splice.SPLICE_F_GIFT;
import static io.unishim.abi.Splice.SPLICE_F_MORE;
import static io.unishim.abi.Splice.SPLICE_F_MOVE;
import static io.unishim.abi.Splice.SPLICE_F_NONBLOCK;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.SpliceCalls;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.PathFile;
import org.jspecify.annotations.Nullable;

/** Serves {@link SpliceCalls} (the kernel's do_splice, do_tee and vmsplice). */
final class SpliceHandlers implements SpliceCalls {
    private static final int KNOWN = SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE | SPLICE_F_GIFT;

    private static @Nullable OpenFileDescription open(Task task, int fd) {
        OpenFileDescription open = task.process().state(Descriptors.KEY).get(fd);
        return open == null || open.file() instanceof PathFile ? null : open;
    }

    @Override
    @Support(FULL)
    public long splice(Task task, int fd_in, UserLong off_in, int fd_out, UserLong off_out, long len, int flags) {
        if (len == 0) {
            return 0;
        }
        if ((flags & ~KNOWN) != 0) {
            return -EINVAL;
        }
        OpenFileDescription in = open(task, fd_in);
        OpenFileDescription out = open(task, fd_out);
        if (in == null || out == null) {
            return -EBADF;
        }
        Pipe from = Splicing.pipe(in);
        Pipe to = Splicing.pipe(out);
        if (from != null && !off_in.isNull() || to != null && !off_out.isNull()) {
            return -ESPIPE;
        }
        long target = off_out.isNull() ? -1 : off_out.get();
        long source = off_in.isNull() ? -1 : off_in.get();
        if (!in.readable() || !out.writable()) {
            return -EBADF;
        }
        boolean waits = (flags & SPLICE_F_NONBLOCK) == 0;
        if (from != null && to != null) {
            boolean both = waits && !in.has(O_NONBLOCK) && !out.has(O_NONBLOCK);
            return from == to ? -EINVAL : Splicing.move(task, from, to, len, both, false);
        }
        if (from != null) {
            if (out.has(O_APPEND)
                    || !off_out.isNull() && (target < 0 || !out.file().seekable())) {
                return -EINVAL;
            }
            long done = Splicing.toFile(task, from, out, target, len, waits && !in.has(O_NONBLOCK));
            return moved(task, off_out, out, target, done);
        }
        if (to == null || !off_in.isNull() && (source < 0 || !in.file().seekable())) {
            return -EINVAL;
        }
        long done = Splicing.fromFile(task, in, source, to, len, waits && !out.has(O_NONBLOCK));
        return moved(task, off_in, in, source, done);
    }

    private static long moved(Task task, UserLong offset, OpenFileDescription of, long start, long done) {
        if (done > 0 && !offset.isNull() && Splicing.ordinary(of.file().stat(task))) {
            offset.set(start + done);
        }
        return done;
    }

    @Override
    @Support(FULL)
    public long tee(Task task, int fd_in, int fd_out, long len, int flags) {
        if ((flags & ~KNOWN) != 0) {
            return -EINVAL;
        }
        if (len == 0) {
            return 0;
        }
        OpenFileDescription in = open(task, fd_in);
        OpenFileDescription out = open(task, fd_out);
        if (in == null || out == null || !in.readable() || !out.writable()) {
            return -EBADF;
        }
        Pipe from = Splicing.pipe(in);
        Pipe to = Splicing.pipe(out);
        if (from == null || to == null || from == to) {
            return -EINVAL;
        }
        boolean waits = (flags & SPLICE_F_NONBLOCK) == 0 && !in.has(O_NONBLOCK) && !out.has(O_NONBLOCK);
        return Splicing.move(task, from, to, len, waits, true);
    }

    @Override
    @Support(
            value = PARTIAL,
            note =
                    "memory is copied: what the program writes to it afterwards does not show in the pipe; a buffer takes its"
                            + " length in pages of the pipe, wherever it lies in a page of memory")
    public long vmsplice(Task task, int fd, UserIovec iov, int flags) {
        if ((flags & ~KNOWN) != 0) {
            return -EINVAL;
        }
        OpenFileDescription open = open(task, fd);
        if (open == null || !open.writable() && !open.readable()) {
            return -EBADF;
        }
        long total = iov.load();
        if (total <= 0) {
            return total;
        }
        Pipe pipe = Splicing.pipe(open);
        if (pipe == null) {
            return -EBADF;
        }
        boolean waits = (flags & SPLICE_F_NONBLOCK) == 0;
        return open.writable() ? PipeLoans.write(task, pipe, iov, waits) : pipe.read(task, iov, waits);
    }
}
