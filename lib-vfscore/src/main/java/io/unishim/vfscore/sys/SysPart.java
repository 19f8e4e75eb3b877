package io.unishim.vfscore.sys;

import io.unishim.library.Boot;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Mounts /sys in every shim. It has no /sys/fs/cgroup: programs take that for a system without limits. */
public final class SysPart implements VfsPart {
    private static final long SYSFS_MAGIC = 0x62656572;

    /** Creates the part. */
    public SysPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        FileSystem sys =
                new PseudoFs(vfs, "sysfs", SYSFS_MAGIC, made -> new PseudoDirectory(made).later(SysPart::plant));
        vfs.automatic("/sys", () -> sys);
        vfs.type("sysfs", FileSystemType.shared(() -> sys));
    }

    private static void plant(PseudoDirectory root) {
        PseudoDirectory system = root.directory("devices").directory("system");
        Processors.plant(system);
        PseudoDirectory clock = system.directory("clocksource").directory("clocksource0");
        clock.file("current_clocksource", reader -> "tsc\n");
        clock.file("available_clocksource", reader -> "tsc\n");
        PseudoDirectory kernel = root.directory("kernel");
        PseudoDirectory huge = kernel.directory("mm").directory("transparent_hugepage");
        huge.file("enabled", reader -> "always [madvise] never\n");
        huge.file("hpage_pmd_size", reader -> "2097152\n");
        for (String each : new String[] {"block", "bus", "class", "dev", "firmware", "fs", "module", "power"}) {
            root.directory(each);
        }
        root.directory("dev").directory("block");
        root.directory("dev").directory("char");
    }
}
