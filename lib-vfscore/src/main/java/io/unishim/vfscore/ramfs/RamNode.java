package io.unishim.vfscore.ramfs;

/** A name for something that no file system holds: a FIFO, a socket, a device. */
final class RamNode extends RamInode {
    private final long device;

    RamNode(RamFs ramFs, int mode, int uid, int gid, long device) {
        super(ramFs, mode, uid, gid);
        this.device = device;
    }

    @Override
    long size() {
        return 0;
    }

    @Override
    public long rdev() {
        return device;
    }
}
