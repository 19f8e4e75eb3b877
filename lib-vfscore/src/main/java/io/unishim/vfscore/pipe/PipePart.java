package io.unishim.vfscore.pipe;

import io.unishim.library.Boot;
import io.unishim.linux.PipeCallsFamily;
import io.unishim.linux.SpliceCallsFamily;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Pipes and FIFOs of a shim. */
public final class PipePart implements VfsPart {
    /** Creates the part. */
    public PipePart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        Pipes pipes = new Pipes();
        boot.calls(PipeCallsFamily.FAMILY, new PipeHandlers(pipes));
        boot.calls(SpliceCallsFamily.FAMILY, new SpliceHandlers());
        vfs.specialFiles().fifos(new Fifos(pipes));
    }
}
