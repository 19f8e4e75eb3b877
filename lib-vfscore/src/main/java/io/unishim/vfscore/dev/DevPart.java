package io.unishim.vfscore.dev;

import io.unishim.library.Boot;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoLink;
import io.unishim.vfscore.ramfs.RamFs;
import io.unishim.vfscore.tree.SpecialFiles;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** The devices of a shim, and the file system at /dev that names them. */
public final class DevPart implements VfsPart {
    private static final long TMPFS_MAGIC = 0x01021994; // devtmpfs says the same
    private static final int MEMORY = 1; // the major number of the memory devices
    private static final int TERMINAL = 5;

    /** Creates the part. */
    public DevPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        SpecialFiles files = vfs.specialFiles();
        DeviceFile.Device random = Devices.random(boot.shim().random());
        files.characterDevice(MEMORY, 3, opener(Devices.NULL));
        files.characterDevice(MEMORY, 5, opener(Devices.ZERO));
        files.characterDevice(MEMORY, 7, opener(Devices.FULL));
        files.characterDevice(MEMORY, 8, opener(random));
        files.characterDevice(MEMORY, 9, opener(random));
        vfs.automatic("/dev", () -> new PseudoFs(vfs, "devtmpfs", TMPFS_MAGIC, DevPart::plant));
        vfs.automatic("/dev/shm", () -> new RamFs(vfs, 01777));
    }

    private static SpecialFiles.Opener opener(DeviceFile.Device device) {
        return (task, path, flags, found) -> found.file(new DeviceFile(device, path));
    }

    private static PseudoDirectory plant(PseudoFs dev) {
        PseudoDirectory root = new PseudoDirectory(dev, 0755);
        root.add("null", new DeviceNode(dev, 0666, MEMORY, 3));
        root.add("zero", new DeviceNode(dev, 0666, MEMORY, 5));
        root.add("full", new DeviceNode(dev, 0666, MEMORY, 7));
        root.add("random", new DeviceNode(dev, 0666, MEMORY, 8));
        root.add("urandom", new DeviceNode(dev, 0666, MEMORY, 9));
        root.add("tty", new DeviceNode(dev, 0666, TERMINAL, 0));
        root.add("ptmx", new DeviceNode(dev, 0666, TERMINAL, 2));
        root.add("fd", link(dev, "/proc/self/fd"));
        root.add("stdin", link(dev, "/proc/self/fd/0"));
        root.add("stdout", link(dev, "/proc/self/fd/1"));
        root.add("stderr", link(dev, "/proc/self/fd/2"));
        root.add("shm", new PseudoDirectory(dev, 01777));
        root.add("pts", new PseudoDirectory(dev, 0755));
        root.add("mqueue", new PseudoDirectory(dev, 01777));
        return root;
    }

    private static PseudoLink link(PseudoFs dev, String target) {
        return new PseudoLink(dev, reader -> target);
    }
}
