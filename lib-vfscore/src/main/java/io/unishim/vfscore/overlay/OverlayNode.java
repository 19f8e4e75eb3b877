package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.StatModes.S_IFIFO;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO, socket or device. Those of the lower are the host's: they can be seen, not reached; but a FIFO is the overlay's own
 * (as in Linux).
 */
final class OverlayNode extends OverlayInode {
    OverlayNode(OverlayFs overlay, @Nullable Inode lower, @Nullable Inode upper) {
        super(overlay, lower, upper);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return lower() != null && type() != S_IFIFO ? -ENXIO : super.open(task, path, flags, found);
    }
}
