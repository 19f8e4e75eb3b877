package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;

/** An open directory: it is listed, not read, and a position is what an entry said of it. */
public abstract class OpenDirectory extends InodeFile {
    /** @param path where it was opened */
    protected OpenDirectory(VfsPath path) {
        super(path);
    }

    @Override
    public final long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EISDIR;
    }

    @Override
    public final boolean seekable() {
        return true;
    }

    @Override
    public final long seek(Task task, OpenFileDescription open, long offset, int whence) {
        long target = switch (whence) {
            case SEEK_SET -> offset;
            case SEEK_CUR -> open.position() + offset;
            default -> -1;
        };
        return target < 0 ? -EINVAL : target;
    }
}
