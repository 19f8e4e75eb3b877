package io.unishim.vfscore.tree;

import static io.unishim.abi.StatModes.S_IFBLK;
import static io.unishim.abi.StatModes.S_IFCHR;
import static io.unishim.abi.StatModes.S_IFIFO;

import io.unishim.task.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who opens nodes that are only names: FIFOs and devices. */
public final class SpecialFiles {
    /** Opens what a node stands for. */
    @FunctionalInterface
    public interface Opener {
        /** Opens it; sets {@link Found#file}. May wait, as opening a FIFO does. */
        long open(Task task, VfsPath path, int flags, Found found);
    }

    private final Map<Long, Opener> characterDevices = new ConcurrentHashMap<>();
    private volatile @Nullable Opener fifos;

    SpecialFiles() {}

    /** Says who opens FIFOs. */
    public void fifos(Opener opener) {
        fifos = opener;
    }

    /** Says who opens a character device. */
    public void characterDevice(int major, int minor, Opener opener) {
        characterDevices.put(device(major, minor), opener);
    }

    /** @return a device number, as {@code makedev(3)} packs it */
    public static long device(int major, int minor) {
        return (minor & 0xffL) | (major & 0xfffL) << 8 | (minor & 0xffffff00L) << 12 | (major & 0xfffff000L) << 32;
    }

    /** @return who opens an inode of a type that no file system opens, or null: {@code -ENXIO} */
    @Nullable
    Opener opener(Inode inode, long device) {
        return switch (inode.type()) {
            case S_IFIFO -> fifos;
            case S_IFCHR -> characterDevices.get(device);
            case S_IFBLK -> null;
            default -> null;
        };
    }
}
