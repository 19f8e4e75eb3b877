package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;

/** An empty directory that the host does not have, for a mount to cover. */
final class MountPoint extends Inode implements Link {
    private static final long FIRST_NUMBER = 1L << 62;

    private final HostDirectory parent;
    private final byte[] name;
    private final long number;

    MountPoint(HostFs hostFs, HostDirectory parent, byte[] name, int index) {
        super(hostFs, S_IFDIR);
        this.parent = parent;
        this.name = name;
        this.number = FIRST_NUMBER + index;
    }

    @Override
    public Inode parent() {
        return parent;
    }

    @Override
    public byte[] name() {
        return name;
    }

    @Override
    public boolean removed() {
        return false;
    }

    @Override
    public Link link() {
        return this;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int mode() {
        return S_IFDIR | 0755;
    }

    @Override
    public int uid() {
        return 0;
    }

    @Override
    public int gid() {
        return 0;
    }

    @Override
    public Stat stat(Task task) {
        Timespec never = new Timespec(0, 0);
        return new Stat(fileSystem().device(), number, mode(), 2, 0, 0, 0, 0, 4096, 0, never, never, never);
    }

    @Override
    public long lookup(Task task, Name wanted, Found found) {
        return -ENOENT;
    }
}
