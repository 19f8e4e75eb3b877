package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.ENXIO;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/** A FIFO, socket or device. Those of the lower are the host's: they can be seen, not reached. */
final class OverlayNode extends OverlayInode {
    OverlayNode(OverlayFs overlay, @Nullable Inode lower, @Nullable Inode upper) {
        super(overlay, lower, upper);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return lower() != null ? -ENXIO : super.open(task, path, flags, found);
    }
}
