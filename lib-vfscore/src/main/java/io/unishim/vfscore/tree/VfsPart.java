package io.unishim.vfscore.tree;

import io.unishim.library.Boot;

/** A part of the library with something of its own to boot: a kind of file system, calls, devices. */
public interface VfsPart {
    /**
     * Registers calls, openers and kinds of mounts. Called before anything is mounted.
     *
     * @param boot of the library
     * @param vfs of the shim
     */
    void boot(Boot boot, Vfs vfs);
}
