package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFSOCK;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/**
 * A device, FIFO or socket of the host: it can be seen, not reached, but for sockets where programs may write. By a FIFO the
 * programs of the shim reach each other: what goes through it stays in the shim, and who opens it on the host is not met.
 */
final class HostNode extends HostInode {
    HostNode(HostFs hostFs, Stat seen, long hostDevice) {
        super(hostFs, seen, hostDevice);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return type() == S_IFIFO ? super.open(task, path, flags, found) : -ENXIO;
    }

    /** Who mounts a directory to be read only does not mean that programs may speak to who listens there. */
    @Override
    public long socketOfHost(Task task) {
        if (type() != S_IFSOCK || !hostFs().writable()) {
            return -ECONNREFUSED;
        }
        OffHeap scratch = HostBuffers.scratch(task);
        long fd = openHere(scratch, O_PATH);
        if (fd < 0) {
            return fd;
        }
        boolean same = HostFs.fstat((int) fd, scratch) == 0 && isThis(scratch);
        if (!same) {
            HostCalls.call(Syscall.CLOSE.number(), fd, 0, 0);
        }
        return same ? fd : -ECONNREFUSED;
    }
}
