package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.ENXIO;

import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** A device, FIFO or socket of the host: it can be seen, not reached. */
final class HostNode extends HostInode {
    HostNode(HostFs hostFs, Stat seen, long hostDevice) {
        super(hostFs, seen, hostDevice);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return -ENXIO;
    }
}
