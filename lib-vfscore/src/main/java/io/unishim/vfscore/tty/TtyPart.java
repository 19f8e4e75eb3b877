package io.unishim.vfscore.tty;

import io.unishim.library.Boot;
import io.unishim.linux.TerminalCallsFamily;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Pseudo-terminals, devpts, and the terminals that control sessions. */
public final class TtyPart implements VfsPart {
    /** Creates the part. */
    public TtyPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        Terminals terminals = new Terminals(vfs);
        vfs.specialFiles().characterDevice(MultiplexerNode.MAJOR, MultiplexerNode.MINOR, terminals::openMaster);
        vfs.specialFiles().characterDevice(MultiplexerNode.MAJOR, 0, terminals::openControlling);
        vfs.automatic("/dev/pts", () -> new Devpts(vfs, terminals, DevptsOptions.ofBoot()));
        vfs.type("devpts", new DevptsType(vfs, terminals));
        boot.calls(TerminalCallsFamily.FAMILY, new TerminalHandlers());
        boot.lifecycle(new TtyLifecycle(terminals.sessions()));
    }
}
