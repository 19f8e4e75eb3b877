package io.unishim.vfscore.tty;

import static io.unishim.abi.StatModes.S_IFCHR;

import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.SpecialFiles;

/** The ptmx of a devpts. */
final class MultiplexerNode extends PseudoInode {
    static final int MAJOR = 5; // TTYAUX_MAJOR
    static final int MINOR = 2;

    MultiplexerNode(Devpts devpts, int permissions) {
        super(devpts, S_IFCHR | permissions);
    }

    @Override
    public long rdev() {
        return SpecialFiles.device(MAJOR, MINOR);
    }
}
