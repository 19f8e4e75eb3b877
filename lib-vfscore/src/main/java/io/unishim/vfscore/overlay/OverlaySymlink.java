package io.unishim.vfscore.overlay;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import org.jspecify.annotations.Nullable;

/** A symbolic link: its text never changes, so that of a lower is read there for good. */
final class OverlaySymlink extends OverlayInode {
    OverlaySymlink(OverlayFs overlay, @Nullable Inode lower, @Nullable Inode upper) {
        super(overlay, lower, upper);
    }

    @Override
    public long readlink(Task task, Found found) {
        Inode below = lower();
        return below != null ? below.readlink(task, found) : source().readlink(task, found);
    }
}
