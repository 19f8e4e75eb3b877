package io.unishim.vfscore.mount;

import io.unishim.library.Boot;
import io.unishim.linux.FsContextCallsFamily;
import io.unishim.linux.MountCallsFamily;
import io.unishim.linux.MountInfoCallsFamily;
import io.unishim.linux.MountTreeCallsFamily;
import io.unishim.linux.QuotaCallsFamily;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Lets programs mount and unmount. */
public final class MountPart implements VfsPart {
    /** Creates the part. */
    public MountPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(MountCallsFamily.FAMILY, new MountHandlers(vfs));
        boot.calls(FsContextCallsFamily.FAMILY, new FsContextHandlers(vfs));
        boot.calls(MountTreeCallsFamily.FAMILY, new MountTreeHandlers(vfs.mounts()));
        boot.calls(MountInfoCallsFamily.FAMILY, new MountInfoHandlers(vfs.mounts()));
        boot.calls(QuotaCallsFamily.FAMILY, new QuotaHandlers());
    }
}
