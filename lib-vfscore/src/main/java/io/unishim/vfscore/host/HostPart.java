package io.unishim.vfscore.host;

import io.unishim.file.Mount;
import io.unishim.library.Boot;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;
import java.nio.file.Path;

/** Mounts directories of the host. */
public final class HostPart implements VfsPart {
    /** Creates the part. */
    public HostPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        vfs.kind(Mount.Host.class, mount -> open(vfs, mount.source(), mount.writable()));
    }

    /**
     * Opens a directory of the host.
     *
     * @throws IllegalStateException if it is none, or if this JVM cannot make calls of the host
     */
    public static HostFs open(Vfs vfs, Path source, boolean writable) {
        try {
            return new HostFs(vfs, source, writable);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "cannot mount " + source + ": this JVM cannot make calls of the host (Linux on x86-64 only)", e);
        }
    }
}
