package io.unishim.vfscore.ramfs;

import io.unishim.file.Mount;
import io.unishim.library.Boot;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Makes file systems in memory, for the builder and for programs that mount. */
public final class RamPart implements VfsPart {
    /** Creates the part. */
    public RamPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        vfs.kind(Mount.Memory.class, mount -> new RamFs(vfs, TmpfsOptions.of(mount), mount.faults()));
        vfs.type("tmpfs", new TmpfsType(vfs));
    }
}
