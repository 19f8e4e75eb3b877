package io.unishim.vfscore.mount;

import io.unishim.library.Boot;
import io.unishim.linux.MountCallsFamily;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Lets programs mount and unmount. */
public final class MountPart implements VfsPart {
    /** Creates the part. */
    public MountPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(MountCallsFamily.FAMILY, new MountHandlers(vfs));
    }
}
