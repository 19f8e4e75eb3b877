package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.file.ProcFiles;
import io.unishim.library.Boot;
import io.unishim.library.Lifecycle;
import io.unishim.task.Process;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;
import org.jspecify.annotations.Nullable;

/** Mounts /proc in every shim. */
public final class ProcPart implements VfsPart {
    private static final long PROC_SUPER_MAGIC = 0x9fa0;

    /** Creates the part. */
    public ProcPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        long booted = boot.shim().time().monotonicNanos();
        OthersFiles others = new OthersFiles();
        boot.provide(ProcFiles.class, others);
        boot.lifecycle(new Lifecycle() {
            @Override
            public void processCreated(Process process, @Nullable Process parent) {
                process.put(ProcessText.STARTED, boot.shim().time().monotonicNanos() - booted);
                OomScore.begin(process, parent);
            }
        });
        vfs.automatic("/proc", () -> make(vfs, others, booted));
        vfs.type("proc", new ProcType(() -> make(vfs, others, booted)));
    }

    private static FileSystem make(Vfs vfs, OthersFiles others, long booted) {
        return new PseudoFs(vfs, "proc", PROC_SUPER_MAGIC, proc -> new ProcRoot(proc, vfs, others, booted)) {
            @Override
            public long reconfigure(MountOptions options) {
                return ProcType.known(options) ? 0 : -EINVAL;
            }
        };
    }
}
