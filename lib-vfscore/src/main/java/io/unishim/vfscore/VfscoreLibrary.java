package io.unishim.vfscore;

import io.unishim.file.Mount;
import io.unishim.file.ProcFiles;
import io.unishim.file.SocketNodes;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.vfscore.aio.AioPart;
import io.unishim.vfscore.archive.ArchivePart;
import io.unishim.vfscore.dev.DevPart;
import io.unishim.vfscore.epoll.ReadinessPart;
import io.unishim.vfscore.event.EventfdPart;
import io.unishim.vfscore.host.HostPart;
import io.unishim.vfscore.inotify.InotifyPart;
import io.unishim.vfscore.mount.MountPart;
import io.unishim.vfscore.mqueue.MqueuePart;
import io.unishim.vfscore.overlay.OverlayPart;
import io.unishim.vfscore.pipe.PipePart;
import io.unishim.vfscore.proc.ProcPart;
import io.unishim.vfscore.ramfs.RamPart;
import io.unishim.vfscore.sys.SysPart;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;
import io.unishim.vfscore.tty.TtyPart;
import java.util.List;
import java.util.Set;

/** Files: descriptors, mounts, path walking, file systems in memory and on the host, pipes and event sources. */
public final class VfscoreLibrary implements MicroLibrary {
    /** Creates it; found by ServiceLoader. */
    public VfscoreLibrary() {}

    @Override
    public String name() {
        return "vfscore";
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(SocketNodes.class, ProcFiles.class);
    }

    /** @return the parts of the library, in the order they boot */
    private static List<VfsPart> parts() {
        return List.of(
                new FileHandling(),
                new RamPart(),
                new MountPart(),
                new PipePart(),
                new EventfdPart(),
                new AioPart(),
                new InotifyPart(),
                new ReadinessPart(),
                new DevPart(),
                new TtyPart(),
                new ProcPart(),
                new MqueuePart(),
                new SysPart(),
                new HostPart(),
                new OverlayPart(),
                new ArchivePart());
    }

    @Override
    public void boot(Boot boot) {
        Vfs vfs = new Vfs(boot.shim());
        boot.onClose(vfs::close);
        for (VfsPart part : parts()) {
            part.boot(boot, vfs);
        }
        new RootTree(vfs).mount(boot.option(Mount.MOUNTS));
        boot.lifecycle(new FileLifecycle(vfs));
    }
}
