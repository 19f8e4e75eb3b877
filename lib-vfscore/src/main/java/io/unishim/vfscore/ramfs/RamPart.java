package io.unishim.vfscore.ramfs;

import io.unishim.file.Mount;
import io.unishim.library.Boot;
import io.unishim.task.Credentials;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Makes file systems in memory, for the builder and for {@code mount(2)}. */
public final class RamPart implements VfsPart {
    /** Creates the part. */
    public RamPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        vfs.kind(Mount.Memory.class, mount -> new RamFs(vfs, TmpfsOptions.of(mount), mount.faults()));
        vfs.type("tmpfs", (task, options, flags) -> {
            Credentials who = Credentials.of(task);
            TmpfsOptions usual = TmpfsOptions.usual().withOwner(who.fsuid(), who.fsgid());
            TmpfsOptions wanted = TmpfsOptions.parse(options, usual);
            if (wanted == null) {
                return null;
            }
            RamFs made = new RamFs(vfs, wanted);
            made.flags(flags);
            return made;
        });
    }
}
