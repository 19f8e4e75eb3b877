package io.unishim.vfscore.dev;

import static io.unishim.abi.StatModes.S_IFCHR;

import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.SpecialFiles;

/** A name of a character device in /dev. */
final class DeviceNode extends PseudoInode {
    private final long device;

    DeviceNode(PseudoFs fileSystem, int permissions, int major, int minor) {
        super(fileSystem, S_IFCHR | permissions);
        this.device = SpecialFiles.device(major, minor);
    }

    @Override
    public long rdev() {
        return device;
    }

    @Override
    protected long blockSize() {
        return 4096;
    }
}
