package io.unishim.vfscore;

import io.unishim.library.Boot;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** The calls for files of every kind. */
final class FileHandling implements VfsPart {
    @Override
    public void boot(Boot boot, Vfs vfs) {}
}
