package io.unishim.vfscore.overlay;

import static io.unishim.abi.Fcntl.O_RDONLY;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/**
 * A file of the lower, open to read. Once somebody else changes the file it is read from memory: descriptors of one file agree,
 * other than with Linux's overlayfs.
 */
final class OverlayOpenFile extends InodeFile {
    private final OverlayFile file;
    private final InodeFile below;
    private volatile @Nullable InodeFile above;
    private @Nullable OpenFileDescription aboveOpen;

    OverlayOpenFile(OverlayFile file, VfsPath path, InodeFile below) {
        super(path);
        this.file = file;
        this.below = below;
        file.keep();
    }

    private InodeFile current(Task task) {
        InodeFile now = above;
        return now != null ? now : file.upper() == null ? below : openAbove(task);
    }

    private synchronized InodeFile openAbove(Task task) {
        InodeFile now = above;
        Inode upper = file.upper();
        if (now == null && upper != null) {
            Found found = new Found();
            if (upper.open(task, path(), O_RDONLY, found) < 0) {
                return below;
            }
            now = (InodeFile) found.file();
            aboveOpen = new OpenFileDescription(now, O_RDONLY);
            above = now;
        }
        return now == null ? below : now;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return current(task).read(task, open, buffer, position);
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        return current(task).seek(task, open, offset, whence);
    }

    @Override
    public long sync(boolean dataOnly) {
        return 0;
    }

    @Override
    public int hostDescriptor() {
        InodeFile now = file.upper() == null ? below : above;
        return now == null ? -1 : now.hostDescriptor();
    }

    @Override
    public long mappable(boolean shared, boolean writable) {
        return 0;
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        below.released(open);
        OpenFileDescription opened;
        synchronized (this) {
            opened = aboveOpen;
            aboveOpen = null;
        }
        if (opened != null) {
            opened.release();
        }
        file.letGo();
    }
}
