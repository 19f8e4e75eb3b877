package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Fcntl.SEEK_SET;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.abi.Syscall;
import io.unishim.file.OpenFileDescription;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.OpenDirectory;
import io.unishim.vfscore.tree.VfsPath;
import java.nio.ByteBuffer;

/** An open directory of the host; positions are the host's. Used under the description's position lock. */
final class HostOpenDirectory extends OpenDirectory {
    private static final int GETDENTS64 = Syscall.GETDENTS64.number();
    private static final int LSEEK = Syscall.LSEEK.number();

    /**
     * Positions from here to {@link #MOUNT_POINTS_END} are of directories that only the shim sees. The host's are hashes of 63
     * bits, or small, or the greatest number of all at the end.
     */
    private static final long MOUNT_POINTS = (1L << 62) - (1 << 20);

    private static final long MOUNT_POINTS_END = 1L << 62;

    private final HostDirectory directory;
    private final HostDescriptor host;
    private long hostPosition;

    HostOpenDirectory(HostDirectory directory, VfsPath path, HostDescriptor host) {
        super(path);
        this.directory = directory;
        this.host = host;
        directory.hostFs().opened(host);
    }

    @Override
    public long readdir(Task task, OpenFileDescription open, DirectorySink sink) {
        if (!host.enter()) {
            return -EBADF;
        }
        try {
            long position = open.position();
            if (position >= MOUNT_POINTS && position < MOUNT_POINTS_END) {
                return listMountPoints(position, sink);
            }
            if (position != hostPosition) {
                long moved = HostCalls.call(LSEEK, host.fd(), position, SEEK_SET);
                if (moved < 0) {
                    return moved;
                }
                hostPosition = position;
            }
            OffHeap transfer = HostBuffers.transfer(task);
            long length;
            do {
                length = HostCalls.call(GETDENTS64, host.fd(), transfer.address(), transfer.size());
            } while (length > 0 && pass(transfer.buffer(), (int) length, sink));
            return length == 0 ? listMountPoints(MOUNT_POINTS, sink) : Math.min(length, 0);
        } finally {
            host.leave();
        }
    }

    private long listMountPoints(long from, DirectorySink sink) {
        long at = MOUNT_POINTS;
        for (MountPoint each : directory.mountPoints()) {
            if (at >= from && !sink.add(each.name(), each.number(), S_IFDIR, at + 1)) {
                break;
            }
            at++;
        }
        return 0;
    }

    /** @return whether the sink took them all */
    private boolean pass(ByteBuffer entries, int length, DirectorySink sink) {
        boolean taking = true;
        for (int at = 0; at < length; ) {
            long inode = entries.getLong(at);
            long next = entries.getLong(at + 8);
            int size = entries.getShort(at + 16) & 0xffff;
            int type = entries.get(at + 18) << 12;
            int end = at + 19;
            while (entries.get(end) != 0) {
                end++;
            }
            if (taking) {
                byte[] name = new byte[end - at - 19];
                entries.get(at + 19, name);
                boolean outside = directory.link() == null && name.length == 2 && name[0] == '.' && name[1] == '.';
                taking = sink.add(name, outside ? directory.number() : inode, type, next);
            }
            hostPosition = next;
            at += size;
        }
        return taking;
    }

    @Override
    public long sync(boolean dataOnly) {
        return 0;
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        directory.hostFs().closed(host);
    }
}
