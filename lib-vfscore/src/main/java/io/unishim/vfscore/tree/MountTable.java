package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ELOOP;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Mounts.MS_PRIVATE;
import static io.unishim.abi.Mounts.MS_RDONLY;
import static io.unishim.abi.Mounts.ST_RDONLY;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.task.Process;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A shim's mounts, the root first: its one mount namespace. Changes are serialized; walks look at {@link
 * Attachments#mounted} without a lock.
 */
public final class MountTable {
    /** What {@code /proc/sys/fs/mount-max} says. */
    private static final int MOST_MOUNTS = 100_000;

    private final Vfs vfs;
    private final CopyOnWriteArrayList<VfsMount> mounts = new CopyOnWriteArrayList<>();

    /** What was unmounted while in use and must be closed with the shim. */
    private final List<FileSystem> lingering = new CopyOnWriteArrayList<>();

    private final PropagationGroups groups = new PropagationGroups(this);
    private int lastId = 20;

    MountTable(Vfs vfs) {
        this.vfs = vfs;
    }

    // Looking.

    /** @return the mounts in the order they were made; a snapshot may be iterated while others mount */
    public List<VfsMount> all() {
        return mounts;
    }

    /** @return every file system that is mounted or is still in use, some of them several times */
    public Collection<FileSystem> fileSystems() {
        List<FileSystem> all = new ArrayList<>(lingering);
        mounts.forEach(mount -> all.add(mount.fileSystem()));
        return all;
    }

    /** @return the root of the tree */
    public VfsPath root() {
        VfsMount root = Objects.requireNonNull(mounts.get(0));
        return new VfsPath(root, root.root());
    }

    private static boolean isOn(VfsMount mount, VfsMount parent) {
        VfsPath point = mount.point();
        return point != null && point.mount() == parent;
    }

    private boolean hasChildren(VfsMount parent) {
        return mounts.stream().anyMatch(each -> isOn(each, parent));
    }

    /** @return a mount and all below it, parents first */
    List<VfsMount> tree(VfsMount top) {
        List<VfsMount> found = new ArrayList<>(List.of(top));
        for (int i = 0; i < found.size(); i++) {
            VfsMount parent = found.get(i);
            mounts.stream().filter(each -> isOn(each, parent)).forEach(found::add);
        }
        return found;
    }

    // Mounting.

    VfsMount make(FileSystem what, Inode root, int flags, String source) {
        return new VfsMount(what, root, ++lastId, flags, source);
    }

    /**
     * Mounts the root of the tree.
     *
     * @param flags ST_*
     * @param source for {@code /proc/mounts}
     */
    public synchronized void mountRoot(FileSystem what, int flags, String source) {
        VfsMount root = make(what, what.root(), flags, source);
        root.attached = true;
        mounts.add(0, root);
    }

    /** @return a mount of a file system that has no place in the tree */
    public synchronized VfsMount detached(FileSystem what, String source) {
        return make(what, what.root(), 0, source);
    }

    /**
     * Mounts a file system.
     *
     * @param place what to cover, or what is on top of it
     * @param flags ST_*
     * @param source for {@code /proc/mounts}
     * @return 0; {@code -EBUSY} if it is there already; {@code -ENOENT} if the place was removed or unmounted; {@code
     *     -ENOSPC}; {@code -ENOTDIR}
     */
    public synchronized long mount(FileSystem what, VfsPath place, int flags, String source) {
        VfsPath point = vfs.cross(place);
        if (point.isMountRoot() && point.mount().fileSystem() == what) {
            return -EBUSY;
        }
        return attach(List.of(make(what, what.root(), flags, source)), List.of(), point);
    }

    /** Mounts what lies at a place at another one too, with all that is mounted below if {@code all}. */
    public synchronized long bind(VfsPath from, VfsPath place, boolean all) {
        VfsPath point = vfs.cross(place);
        if (gone(point)) {
            return -ENOENT;
        }
        if (!from.mount().attached() || from.mount().propagation.unbindable) {
            return -EINVAL;
        }
        List<VfsMount> made = new ArrayList<>();
        List<VfsPath> points = new ArrayList<>();
        groups.copy(from.mount(), from.inode(), all, PropagationGroups.Copy.PEER, made, points);
        return attach(made, points, point);
    }

    /**
     * Puts a tree of mounts at a place.
     *
     * @param made the mounts, the top first
     * @param points where all but the top are
     */
    private long attach(List<VfsMount> made, List<VfsPath> points, VfsPath point) {
        VfsMount top = made.get(0);
        if (isDirectory(point.inode()) != isDirectory(top.root())) {
            return -ENOTDIR;
        }
        point.inode().lock(); // as long as it is held, rmdir(2) waits
        try {
            if (gone(point)) {
                return -ENOENT;
            }
            if (mounts.size() + made.size() > MOST_MOUNTS) {
                return -ENOSPC;
            }
            place(top, point);
        } finally {
            point.inode().unlock();
        }
        for (int i = 1; i < made.size(); i++) {
            place(made.get(i), points.get(i - 1));
        }
        groups.attached(top, point);
        return 0;
    }

    private static boolean isDirectory(Inode inode) {
        return inode.type() == S_IFDIR;
    }

    /** @return whether a place is not in the tree any more */
    private static boolean gone(VfsPath point) {
        Link link = point.inode().link();
        return !point.mount().attached() || link != null && link.removed() && !point.isMountRoot();
    }

    void place(VfsMount mount, VfsPath point) {
        mount.point = point;
        Attachments place = point.inode().attachments();
        VfsMount[] more = Arrays.copyOf(place.mounted, place.mounted.length + 1);
        more[more.length - 1] = mount;
        place.mounted = more;
        if (!mount.attached) {
            mount.attached = true;
            mount.root().keep();
            mounts.add(mount);
        }
        vfs.rearranged();
    }

    private void displace(VfsMount mount) {
        VfsPath point = mount.point();
        if (point != null) {
            Attachments place = point.inode().attachments();
            place.mounted =
                    Arrays.stream(place.mounted).filter(each -> each != mount).toArray(VfsMount[]::new);
            vfs.rearranged();
        }
    }

    /** Moves what is mounted at a place to another one (the kernel's do_move_mount). */
    public synchronized long move(VfsPath from, VfsPath place) {
        VfsPath point = vfs.cross(place);
        VfsMount moved = from.mount();
        VfsPath old = moved.point();
        if (!moved.attached() || !from.isMountRoot() || old == null) {
            return -EINVAL;
        }
        if (gone(point)) {
            return -ENOENT;
        }
        boolean unbindable = tree(moved).stream().anyMatch(each -> each.propagation.unbindable);
        if (isDirectory(point.inode()) != isDirectory(from.inode())
                || old.mount().propagation.shared()
                || point.mount().propagation.shared() && unbindable) {
            return -EINVAL;
        }
        if (tree(moved).contains(point.mount())) {
            return -ELOOP;
        }
        displace(moved);
        place(moved, point);
        groups.attached(moved, point);
        return 0;
    }

    // Changing.

    /** Changes a mount's own flags, ST_*. @return 0, or {@code -EBUSY} if it is to be read-only and a file is open for writing */
    public synchronized long reconfigure(VfsMount mount, int flags) {
        if (!mount.attached()) {
            return -EINVAL;
        }
        if ((flags & ST_RDONLY) != 0 && !mount.has(ST_RDONLY) && mount.written()) {
            return -EBUSY;
        }
        mount.flags(flags);
        return 0;
    }

    /** Changes the flags of a file system, MS_*, and of the mount by which it is changed, ST_*. */
    public synchronized long reconfigure(VfsMount mount, int mountFlags, MountOptions options, int flags) {
        if (!mount.attached()) {
            return -EINVAL;
        }
        FileSystem what = mount.fileSystem();
        boolean becomes = (flags & MS_RDONLY) != 0 && !what.readOnly();
        if (becomes && (what.hasOrphans() || mounts.stream().anyMatch(each -> each.of(what) && each.written()))) {
            return -EBUSY;
        }
        long result = what.reconfigure(options);
        if (result == 0) {
            what.flags(flags);
            mount.flags(mountFlags);
        }
        return result;
    }

    /** Changes what a mount, and all below it if {@code all}, passes on. @param type MS_SHARED and its kin */
    public synchronized long propagate(VfsMount mount, int type, boolean all) {
        if (!mount.attached()) {
            return -EINVAL;
        }
        groups.change(all ? tree(mount) : List.of(mount), type);
        return 0;
    }

    // Unmounting.

    /** Takes a mount from the tree if nobody uses it. @return 0, {@code -EBUSY}, {@code -EINVAL} for the root of the tree */
    public synchronized long unmount(VfsMount mount) {
        if (mount.point() == null) {
            return -EINVAL;
        }
        if (busy(mount) || groups.received(mount).stream().anyMatch(each -> !hasChildren(each) && inUse(each))) {
            return -EBUSY;
        }
        List<VfsMount> others = groups.received(mount);
        remove(mount);
        others.stream().filter(each -> !hasChildren(each)).forEach(this::remove);
        return 0;
    }

    /** Takes a mount and all below it from the tree; who uses it goes on. */
    public synchronized long unmountLazily(VfsMount mount) {
        if (mount.point() == null) {
            return -EINVAL;
        }
        List<VfsMount> all = tree(mount);
        List<VfsMount> others = new ArrayList<>();
        all.forEach(each -> others.addAll(groups.received(each)));
        for (int i = all.size() - 1; i >= 0; i--) {
            remove(all.get(i));
        }
        others.stream().filter(each -> each.attached() && !hasChildren(each)).forEach(this::remove);
        return 0;
    }

    /** Marks a mount as expired, or unmounts it if it was marked and nobody came by since. */
    public synchronized long expire(VfsMount mount) {
        if (busy(mount)) {
            return -EBUSY;
        }
        return mount.expire() ? unmount(mount) : -EAGAIN;
    }

    private boolean busy(VfsMount mount) {
        return hasChildren(mount) || inUse(mount);
    }

    private boolean inUse(VfsMount mount) {
        if (mount.inUse()) {
            return true;
        }
        for (Process process : vfs.shim().tasks().processes()) {
            FsContext context = process.stateOrNull(FsContext.KEY);
            if (context != null
                    && (context.cwd().mount() == mount || context.root().mount() == mount)) {
                return true;
            }
        }
        return false;
    }

    private void remove(VfsMount mount) {
        displace(mount);
        mounts.remove(mount);
        mount.point = null;
        mount.attached = false;
        mount.root().letGo();
        groups.change(List.of(mount), MS_PRIVATE);
        FileSystem what = mount.fileSystem();
        if (vfs.notices().on() && mounts.stream().noneMatch(each -> each.of(what)) && !inUse(mount)) {
            vfs.notices().unmounted(what);
        }
        if (what.holdsHost() && mounts.stream().noneMatch(each -> each.of(what))) {
            if (inUse(mount)) {
                lingering.add(what);
            } else {
                what.close();
            }
        }
    }
}
