package io.unishim.vfscore.epoll;

import io.unishim.library.Boot;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.PollCallsFamily;
import io.unishim.vfscore.poll.PollHandlers;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Everything that waits for readiness: epoll, poll, select. */
public final class ReadinessPart implements VfsPart {
    /** Creates the part. */
    public ReadinessPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(EpollCallsFamily.FAMILY, new EpollHandlers());
        boot.calls(PollCallsFamily.FAMILY, new PollHandlers());
    }
}
