package io.unishim.vfscore.pseudo;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;

/** An open directory. */
final class PseudoOpenDirectory extends InodeFile {
    private final PseudoDirectory directory;

    PseudoOpenDirectory(PseudoDirectory directory, VfsPath path) {
        super(path);
        this.directory = directory;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EISDIR;
    }

    @Override
    public long readdir(Task task, OpenFileDescription open, DirectorySink sink) {
        directory.list(task, open.position(), sink);
        return 0;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        long target = switch (whence) {
            case SEEK_SET -> offset;
            case SEEK_CUR -> open.position() + offset;
            default -> -1;
        };
        return target < 0 ? -EINVAL : target;
    }
}
