package io.unishim.vfscore.archive;

import io.unishim.file.ArchiveReader;
import io.unishim.file.Mount;
import io.unishim.library.Boot;
import io.unishim.vfscore.ramfs.RamFs;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;
import java.io.IOException;
import java.util.ServiceLoader;

/** Mounts archives. */
public final class ArchivePart implements VfsPart {
    private static final int ROOT_MODE = 0755;

    /** Creates the part. */
    public ArchivePart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        vfs.kind(Mount.Archive.class, mount -> open(vfs, mount));
    }

    private static FileSystem open(Vfs vfs, Mount.Archive mount) {
        ArchiveReader reader = ServiceLoader.load(ArchiveReader.class, ArchivePart.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("lib-archive is not on the class path or module path, so "
                        + mount.source() + " cannot be mounted"));
        RamFs files = new RamFs(vfs, ROOT_MODE);
        try {
            ArchiveTree tree = new ArchiveTree(vfs, files);
            reader.read(mount.source(), tree);
            tree.finish();
            return files;
        } catch (IOException e) {
            files.close();
            throw new IllegalStateException("the archive " + mount.source() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
