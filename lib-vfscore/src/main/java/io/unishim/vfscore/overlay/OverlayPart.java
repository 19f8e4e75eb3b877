package io.unishim.vfscore.overlay;

import io.unishim.file.Mount;
import io.unishim.library.Boot;
import io.unishim.vfscore.host.HostPart;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Mounts directories of the host with changes in memory. */
public final class OverlayPart implements VfsPart {
    /** Creates the part. */
    public OverlayPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        vfs.kind(Mount.Overlay.class, mount -> new OverlayFs(vfs, HostPart.open(vfs, mount.source(), false)));
    }
}
