package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Mounts.MS_BIND;
import static io.unishim.abi.Mounts.MS_DIRSYNC;
import static io.unishim.abi.Mounts.MS_LAZYTIME;
import static io.unishim.abi.Mounts.MS_MANDLOCK;
import static io.unishim.abi.Mounts.MS_NOATIME;
import static io.unishim.abi.Mounts.MS_NODEV;
import static io.unishim.abi.Mounts.MS_NODIRATIME;
import static io.unishim.abi.Mounts.MS_NOEXEC;
import static io.unishim.abi.Mounts.MS_NOSUID;
import static io.unishim.abi.Mounts.MS_NOSYMFOLLOW;
import static io.unishim.abi.Mounts.MS_RDONLY;
import static io.unishim.abi.Mounts.MS_RELATIME;
import static io.unishim.abi.Mounts.MS_STRICTATIME;
import static io.unishim.abi.Mounts.MS_SYNCHRONOUS;
import static io.unishim.abi.Mounts.ST_NOATIME;
import static io.unishim.abi.Mounts.ST_NODIRATIME;
import static io.unishim.abi.Mounts.ST_NOSYMFOLLOW;
import static io.unishim.abi.Mounts.ST_RELATIME;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/** Mounting new file systems, and changing what is mounted. */
final class Mounting {
    /** What MS_* and ST_* say with the same bit. */
    private static final int SAME = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME;

    private static final int ACCESS_TIME = ST_NOATIME | ST_NODIRATIME | ST_RELATIME;
    /** What of the flags is the file system's. */
    static final int OF_FILE_SYSTEM = MS_RDONLY | MS_SYNCHRONOUS | MS_MANDLOCK | MS_DIRSYNC | MS_LAZYTIME;

    /** What MS_REMOUNT changes of a file system (the kernel's MS_RMT_MASK). */
    static final int CHANGEABLE = MS_RDONLY | MS_SYNCHRONOUS | MS_MANDLOCK | MS_LAZYTIME;

    private final Vfs vfs;

    Mounting(Vfs vfs) {
        this.vfs = vfs;
    }

    /** @return the flags of a mount, ST_*, for those of the call, MS_* */
    private static int ownFlags(int flags) {
        int own = flags & SAME;
        if ((flags & MS_NOATIME) == 0) {
            own |= ST_RELATIME;
        }
        if ((flags & MS_STRICTATIME) != 0) {
            own &= ~(ST_RELATIME | ST_NOATIME);
        }
        return (flags & MS_NOSYMFOLLOW) != 0 ? own | ST_NOSYMFOLLOW : own;
    }

    /** Mounts a new file system (the kernel's do_new_mount). */
    long mount(Task task, VfsPath place, String typeName, int flags, @Nullable String source, String options) {
        FileSystemType type = vfs.type(typeName);
        if (type == null) {
            return -ENODEV;
        }
        MountOptions parsed = MountOptions.parse(options);
        FileSystem made = type.make(task, parsed, parsed.apply(flags & OF_FILE_SYSTEM));
        if (made == null) {
            return -EINVAL;
        }
        return vfs.mounts().mount(made, place, ownFlags(flags), source == null ? "none" : source);
    }

    /** Changes a mount, and without MS_BIND its file system (the kernel's do_reconfigure_mnt and do_remount). */
    long remount(VfsPath place, int flags, String options) {
        if (!place.isMountRoot()) {
            return -EINVAL;
        }
        VfsMount mount = place.mount();
        int own = ownFlags(flags);
        if ((flags & (MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME)) == 0) {
            own = own & ~ACCESS_TIME | mount.flags() & ACCESS_TIME;
        }
        if ((flags & MS_BIND) != 0) {
            return vfs.mounts().reconfigure(mount, own);
        }
        MountOptions parsed = MountOptions.parse(options);
        int mask = CHANGEABLE | parsed.mentioned();
        int now = mount.fileSystem().flags();
        int wanted = now & ~mask | parsed.apply(flags & OF_FILE_SYSTEM) & mask;
        return vfs.mounts().reconfigure(mount, own, parsed, wanted);
    }

    /** Makes a file system read-only. */
    long makeReadOnly(VfsMount mount) {
        int flags = mount.fileSystem().flags();
        return (flags & MS_RDONLY) != 0
                ? 0
                : vfs.mounts().reconfigure(mount, mount.flags(), MountOptions.NONE, flags | MS_RDONLY);
    }
}
