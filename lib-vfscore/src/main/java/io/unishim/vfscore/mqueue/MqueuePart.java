package io.unishim.vfscore.mqueue;

import io.unishim.library.Boot;
import io.unishim.linux.MqueueCallsFamily;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Message queues of a shim, and the file system that shows them. */
public final class MqueuePart implements VfsPart {
    /** Creates the part. */
    public MqueuePart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        MqueueHandlers handlers = new MqueueHandlers(vfs);
        vfs.type("mqueue", FileSystemType.shared(() -> handlers.mount().fileSystem())); // all show the same queues
        boot.calls(MqueueCallsFamily.FAMILY, handlers);
    }
}
