package io.unishim.vfscore.event;

import io.unishim.library.Boot;
import io.unishim.linux.EventfdCallsFamily;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Event counters of a shim. */
public final class EventfdPart implements VfsPart {
    /** Creates the part. */
    public EventfdPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(EventfdCallsFamily.FAMILY, new EventfdHandlers());
    }
}
