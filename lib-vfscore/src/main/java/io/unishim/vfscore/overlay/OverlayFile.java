package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An ordinary file: read from the lower until somebody opens it to write. */
final class OverlayFile extends OverlayInode {
    private static final int PIECE = 256 * 1024;

    OverlayFile(OverlayFs overlay, @Nullable Inode lower, @Nullable Inode upper) {
        super(overlay, lower, upper);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        boolean changes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC) != 0;
        if (changes) {
            Inode below = lower();
            boolean appends = (flags & (O_APPEND | O_TRUNC)) == O_APPEND;
            long kept = upper() == null && below != null && !appends ? below.flags(task) : 0;
            if (kept > 0 && (kept & FS_APPEND_FL) != 0) {
                return -EPERM;
            }
            long result = copyUp(task, (flags & O_TRUNC) != 0 ? 0 : Long.MAX_VALUE);
            if (result < 0) {
                return result;
            }
        }
        Inode above = upper();
        if (above != null) {
            return above.open(task, path, flags, found);
        }
        long result = openLower(task, found);
        return result < 0 ? result : found.file(new OverlayOpenFile(this, path, (InodeFile) found.file()));
    }

    private long openLower(Task task, Found found) {
        Inode below = Objects.requireNonNull(lower());
        return below.open(task, new VfsPath(overlay().lowerMount(), below), O_RDONLY, found);
    }

    @Override
    long fill(Task task, Inode from, Inode to, long bytes) {
        if (bytes == 0) {
            return 0;
        }
        Found found = new Found();
        long result = openLower(task, found);
        if (result < 0) {
            return result;
        }
        OpenFileDescription source = new OpenFileDescription(found.file(), O_RDONLY);
        try {
            result = to.open(task, new VfsPath(overlay().lowerMount(), to), O_WRONLY, found);
            if (result < 0) {
                return result;
            }
            OpenFileDescription target = new OpenFileDescription(found.file(), O_WRONLY);
            try {
                return copy(task, source, target, bytes);
            } finally {
                target.release();
            }
        } finally {
            source.release();
        }
    }

    private static long copy(Task task, OpenFileDescription source, OpenFileDescription target, long bytes) {
        byte[] piece = new byte[PIECE];
        long done = 0;
        while (done < bytes) {
            int wanted = (int) Math.min(piece.length, bytes - done);
            long got = source.file().read(task, source, UserBuffer.of(piece, 0, wanted), done);
            if (got <= 0) {
                return got;
            }
            for (int at = 0; at < got; ) {
                UserBuffer rest = UserBuffer.of(piece, at, (int) got - at);
                long put = target.file().write(task, target, rest, done + at);
                if (put <= 0) {
                    return put == 0 ? -io.unishim.abi.Errnos.ENOSPC : put;
                }
                at += (int) put;
            }
            done += got;
        }
        return 0;
    }
}
