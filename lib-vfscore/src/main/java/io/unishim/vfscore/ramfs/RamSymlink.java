package io.unishim.vfscore.ramfs;

import static io.unishim.abi.StatModes.S_IFLNK;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;

/** A symbolic link in memory. */
final class RamSymlink extends RamInode {
    private static final int EVERYTHING = 0777;

    /** The kernel's SHORT_SYMLINK_LEN, with the NUL. */
    private static final int SHORT = 128;

    private final byte[] target;

    byte[] target() {
        return target;
    }

    RamSymlink(RamFs ramFs, int uid, int gid, byte[] target) {
        super(ramFs, S_IFLNK | EVERYTHING, uid, gid);
        this.target = target;
    }

    /** Takes what a target needs: as in Linux a page, if it is not short. @return whether there was one */
    static boolean takeRoom(Space space, byte[] target) {
        return target.length < SHORT || space.takePages(1) == 1;
    }

    @Override
    void forget() {
        if (target.length >= SHORT) {
            ramFs().space().givePages(1);
        }
    }

    @Override
    long blocks() {
        return target.length < SHORT ? 0 : PagePool.PAGE / 512;
    }

    @Override
    public boolean protectable(Task task) {
        return false;
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
