package io.unishim.vfscore.ramfs;

import static io.unishim.abi.StatModes.S_IFLNK;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;

/** A symbolic link in memory. */
final class RamSymlink extends RamInode {
    private static final int EVERYTHING = 0777;

    private final byte[] target;

    RamSymlink(RamFs ramFs, int uid, int gid, byte[] target) {
        super(ramFs, S_IFLNK | EVERYTHING, uid, gid);
        this.target = target;
    }

    @Override
    long size() {
        return target.length;
    }

    @Override
    public long readlink(Task task, Found found) {
        accessed(false);
        return found.bytes(target);
    }
}
