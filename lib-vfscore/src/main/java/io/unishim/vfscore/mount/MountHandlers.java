package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Mounts.MNT_DETACH;
import static io.unishim.abi.Mounts.MNT_EXPIRE;
import static io.unishim.abi.Mounts.MNT_FORCE;
import static io.unishim.abi.Mounts.MS_BIND;
import static io.unishim.abi.Mounts.MS_MOVE;
import static io.unishim.abi.Mounts.MS_PRIVATE;
import static io.unishim.abi.Mounts.MS_REC;
import static io.unishim.abi.Mounts.MS_REMOUNT;
import static io.unishim.abi.Mounts.MS_SHARED;
import static io.unishim.abi.Mounts.MS_SILENT;
import static io.unishim.abi.Mounts.MS_SLAVE;
import static io.unishim.abi.Mounts.MS_UNBINDABLE;
import static io.unishim.abi.Mounts.UMOUNT_NOFOLLOW;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.MountCalls;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.MountTable;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves {@link MountCalls} (the kernel's path_mount and path_umount). */
final class MountHandlers implements MountCalls {
    private static final int PROPAGATION = MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE;

    /** The kernel's SB_NOUSER. */
    private static final int MS_NOUSER = 1 << 31;

    /** Old programs put a mark into the upper half (man 2 mount). */
    private static final int MAGIC_MASK = 0xffff0000;

    private static final int MAGIC = 0xc0ed0000;

    private final Vfs vfs;
    private final MountTable mounts;
    private final Mounting mounting;

    MountHandlers(Vfs vfs) {
        this.vfs = vfs;
        this.mounts = vfs.mounts();
        this.mounting = new Mounting(vfs);
    }

    @Override
    @Support(
            value = PARTIAL,
            note =
                    "tmpfs, proc, sysfs and devpts, others answer ENODEV; one namespace; a file mounted on covers all its hard links;"
                            + " MS_SYNCHRONOUS, MS_DIRSYNC and MS_LAZYTIME"
                            + " change nothing but what /proc shows")
    public long mount(
            Task task,
            UserString source,
            UserString target,
            UserString filesystemtype,
            long mountflags,
            UserString data) {
        String type = ArgumentText.read(filesystemtype);
        String from = ArgumentText.read(source);
        String options = ArgumentText.options(data);
        if (ArgumentText.tooLong(type) || ArgumentText.tooLong(from)) {
            return -EINVAL;
        }
        Walk walk = Walk.of(task, 1);
        long result = walk.resolve(task, AT_FDCWD, target, Walk.FOLLOW);
        if (result != 0) {
            return result;
        }
        int flags = (int) mountflags;
        if ((flags & MAGIC_MASK) == MAGIC) {
            flags &= ~MAGIC_MASK;
        }
        if ((flags & MS_NOUSER) != 0) {
            return -EINVAL;
        }
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        return mount(task, source, from, walk.path(), type, flags, options);
    }

    private long mount(
            Task task,
            UserString source,
            @Nullable String from,
            VfsPath place,
            @Nullable String type,
            int flags,
            String options) {
        if ((flags & MS_REMOUNT) != 0) {
            return mounting.remount(place, flags, options);
        }
        if ((flags & MS_BIND) != 0) {
            return fromPath(task, source, from, old -> mounts.bind(old, place, (flags & MS_REC) != 0));
        }
        if ((flags & PROPAGATION) != 0) {
            return changeType(place, flags);
        }
        if ((flags & MS_MOVE) != 0) {
            return fromPath(task, source, from, old -> mounts.move(old, place, null, false));
        }
        return type == null ? -EINVAL : mounting.mount(task, place, type, flags, from, options);
    }

    private interface FromPath {
        long run(VfsPath from);
    }

    private static long fromPath(Task task, UserString source, @Nullable String text, FromPath step) {
        if (text == null || text.isEmpty()) {
            return -EINVAL;
        }
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, source, Walk.FOLLOW);
        return result != 0 ? result : step.run(walk.path());
    }

    private long changeType(VfsPath place, int flags) {
        int type = flags & ~(MS_REC | MS_SILENT);
        if (!place.isMountRoot() || (type & ~PROPAGATION) != 0 || Integer.bitCount(type) != 1) {
            return -EINVAL;
        }
        return mounts.propagate(place.mount(), type, (flags & MS_REC) != 0);
    }

    @Override
    @Support(value = PARTIAL, note = "MNT_FORCE aborts nothing: no file system here waits for a server")
    public long umount2(Task task, UserString target, int flags) {
        if ((flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW)) != 0) {
            return -EINVAL;
        }
        Walk walk = Walk.of(task, 0);
        int follow = (flags & UMOUNT_NOFOLLOW) != 0 ? 0 : Walk.FOLLOW;
        long result = walk.resolve(task, AT_FDCWD, target, follow | Walk.UNSEEN);
        if (result != 0) {
            return result;
        }
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        VfsPath place = vfs.cross(walk.path());
        if (!place.isMountRoot() || !place.mount().attached()) {
            return -EINVAL;
        }
        return unmount(place.mount(), mountOfRoot(task), flags);
    }

    private static @Nullable VfsMount mountOfRoot(Task task) {
        return Objects.requireNonNull(FsContext.of(task)).root().mount();
    }

    /** The kernel's do_umount. */
    private long unmount(VfsMount mount, @Nullable VfsMount root, int flags) {
        if ((flags & MNT_EXPIRE) != 0) {
            return mount == root || (flags & (MNT_FORCE | MNT_DETACH)) != 0 ? -EINVAL : mounts.expire(mount);
        }
        if ((flags & MNT_DETACH) != 0) {
            return mounts.unmountLazily(mount);
        }
        // The root is not unmounted but made read-only, so that a system can go down.
        return mount == root ? mounting.makeReadOnly(mount) : mounts.unmount(mount);
    }
}
