package io.unishim.cli;

import io.unishim.elfloader.ElfLoaderLibrary;
import io.unishim.ipc.IpcLibrary;
import io.unishim.library.MicroLibrary;
import io.unishim.mmap.MmapLibrary;
import io.unishim.net.NetLibrary;
import io.unishim.process.ProcessLibrary;
import io.unishim.time.TimeLibrary;
import io.unishim.user.UserLibrary;
import io.unishim.vfscore.VfscoreLibrary;

/** What ServiceLoader would find. Named, because it would open the jar, which is a tenth of the time to start. */
final class Libraries {
    private Libraries() {}

    static MicroLibrary[] all() {
        return new MicroLibrary[] {
            new ElfLoaderLibrary(),
            new IpcLibrary(),
            new MmapLibrary(),
            new NetLibrary(),
            new ProcessLibrary(),
            new TimeLibrary(),
            new UserLibrary(),
            new VfscoreLibrary(),
        };
    }
}
