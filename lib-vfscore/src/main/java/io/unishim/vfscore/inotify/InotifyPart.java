package io.unishim.vfscore.inotify;

import io.unishim.library.Boot;
import io.unishim.linux.InotifyCallsFamily;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Watching files of a shim. */
public final class InotifyPart implements VfsPart {
    /** Creates the part. */
    public InotifyPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(InotifyCallsFamily.FAMILY, new InotifyHandlers(vfs.notices()));
    }
}
