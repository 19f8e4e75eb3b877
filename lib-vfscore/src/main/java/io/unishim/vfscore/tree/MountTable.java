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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A shim's mounts, the root first: its one mount namespace. Besides there are detached trees, which descriptors hold until they
 * are moved to a place in it. Changes are serialized.
 */
public final class MountTable {
    /** What {@code /proc/sys/fs/mount-max} says. */
    private static final int MOST_MOUNTS = 100_000;

    private final Vfs vfs;
    private final MountTrees trees;

    /** What was unmounted while in use and must be closed with the shim. */
    private final List<FileSystem> lingering = new CopyOnWriteArrayList<>();

    /** Trees whose descriptors are gone, but that are in use: until then, they hang together. */
    private final List<List<VfsMount>> dissolved = new ArrayList<>();

    private final PropagationGroups groups;

    MountTable(Vfs vfs) {
        this.vfs = vfs;
        this.trees = new MountTrees(vfs);
        this.groups = new PropagationGroups(trees);
    }

    // Looking.

    /** @return the mounts in the order they were made; a snapshot may be iterated while others mount */
    public List<VfsMount> all() {
        return trees.attached();
    }

    /** @return every file system that is mounted or is still in use, some of them several times */
    public Collection<FileSystem> fileSystems() {
        List<FileSystem> all = new ArrayList<>(lingering);
        trees.everywhere().forEach(mount -> all.add(mount.fileSystem()));
        return all;
    }

    /** @return the nearest group that a mount receives from and that has a mount below a root, or 0 */
    public synchronized int dominating(VfsMount mount, VfsPath root) {
        return groups.dominating(mount, root);
    }

    /** @return the root of the tree */
    public VfsPath root() {
        VfsMount root = trees.top();
        return new VfsPath(root, root.root());
    }

    // Mounting.

    /**
     * Mounts the root of the tree.
     *
     * @param flags ST_*
     * @param source for {@code /proc/mounts}
     */
    public synchronized void mountRoot(FileSystem what, int flags, String source) {
        trees.attachTop(trees.make(what, what.root(), flags, source));
    }

    /** @return a mount of a file system that is in no tree and will be in none */
    public synchronized VfsMount ofKernel(FileSystem what, String source) {
        return trees.make(what, what.root(), 0, source);
    }

    /** @return a mount of a file system: the top of a tree of its own. @param flags ST_* */
    public synchronized VfsMount detached(FileSystem what, int flags, String source) {
        VfsMount top = trees.make(what, what.root(), flags, source);
        trees.detach(top);
        return top;
    }

    /**
     * Copies what lies at a place, with all that is mounted below if {@code all}.
     *
     * @return the top of a tree of its own; null if the place cannot be copied: {@code -EINVAL}
     */
    public synchronized @Nullable VfsMount detached(VfsPath from, boolean all) {
        if (!MountRules.copyable(from.mount())) {
            return null;
        }
        List<VfsMount> made = new ArrayList<>();
        List<VfsPath> points = new ArrayList<>();
        groups.copy(from.mount(), from.inode(), all, PropagationGroups.Copy.PEER, made, points);
        VfsMount top = made.get(0);
        trees.detach(top);
        trees.placeBelow(made, points);
        return top;
    }

    /** The descriptor that held a tree is gone: so is the tree, if nothing was done with it. */
    public synchronized void dissolve(VfsMount top) {
        if (!top.detachedTop()) {
            return;
        }
        List<VfsMount> all = trees.tree(top);
        trees.dissolve(all);
        dissolved.add(all);
        sweep();
    }

    /** Drops the mounts of a detached tree whose places were removed: what is mounted there keeps nobody from that. */
    private void dropLost(VfsMount top) {
        for (VfsMount each : top.detachedTop() ? trees.tree(top) : List.<VfsMount>of()) {
            VfsPath point = each.point();
            if (point != null && MountRules.removed(point)) {
                removeAll(trees.tree(each));
            }
        }
    }

    private void sweep() {
        for (int i = dissolved.size() - 1; i >= 0; i--) {
            List<VfsMount> all = dissolved.get(i);
            if (all.stream().noneMatch(this::inUse)) {
                dissolved.remove(i);
                removeAll(all);
            }
        }
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
        if (point.mount().detached()) {
            return -EINVAL;
        }
        if (point.isMountRoot() && point.mount().fileSystem() == what) {
            return -EBUSY;
        }
        return attach(List.of(trees.make(what, what.root(), flags, source)), List.of(), point);
    }

    /** Mounts what lies at a place at another one too, with all that is mounted below if {@code all}. */
    public synchronized long bind(VfsPath from, VfsPath place, boolean all) {
        VfsPath point = vfs.cross(place);
        if (MountRules.gone(point)) {
            return -ENOENT;
        }
        if (point.mount().detached() || !MountRules.copyable(from.mount())) {
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
        if (!MountRules.alike(point.inode(), top.root())) {
            return -ENOTDIR;
        }
        point.inode().lock(); // as long as it is held, rmdir(2) waits
        try {
            if (MountRules.gone(point)) {
                return -ENOENT;
            }
            if (trees.attached().size() + made.size() > MOST_MOUNTS) {
                return -ENOSPC;
            }
            trees.place(top, point);
        } finally {
            point.inode().unlock();
        }
        trees.placeBelow(made, points);
        groups.attached(top, point);
        return 0;
    }

    /**
     * Moves what is mounted at a place, or a detached tree, to another place (the kernel's do_move_mount).
     *
     * @param root of who moves it, below which nothing can be put
     * @param beneath what is mounted there
     */
    public synchronized long move(VfsPath from, VfsPath place, @Nullable VfsMount root, boolean beneath) {
        VfsMount moved = from.mount();
        if (!from.isMountRoot() || !MountRules.alike(place.inode(), from.inode())) {
            return -EINVAL;
        }
        VfsPath top = vfs.cross(place);
        VfsPath point = beneath ? top.mount().point() : top;
        if (point == null || beneath && !top.isMountRoot()) {
            return -EINVAL;
        }
        if (MountRules.gone(point)) {
            return -ENOENT;
        }
        dropLost(moved);
        List<VfsMount> all = trees.tree(moved);
        boolean unbindable = all.stream().anyMatch(each -> each.propagation.unbindable);
        boolean fits = !beneath
                || MountRules.fitBeneath(moved, top.mount(), point)
                        && top.mount() != root
                        && point.mount() != trees.top()
                        && !trees.tree(top.mount()).contains(moved);
        if (!fits
                || !MountRules.movable(moved, point.mount())
                || point.mount().propagation.shared() && unbindable) {
            return -EINVAL;
        }
        if (all.contains(point.mount())) {
            return -ELOOP;
        }
        trees.displace(moved);
        if (beneath) {
            trees.tuck(moved, point);
        } else {
            trees.place(moved, point);
        }
        all.forEach(each -> trees.join(each, point.mount().detachedTop));
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
        long result = reconfigure(mount.fileSystem(), options, flags);
        if (result == 0) {
            mount.flags(mountFlags);
        }
        return result;
    }

    /** Changes the options and the flags of a file system, MS_*. */
    public synchronized long reconfigure(FileSystem what, MountOptions options, int flags) {
        boolean becomes = (flags & MS_RDONLY) != 0 && !what.readOnly();
        if (becomes && (what.hasOrphans() || trees.everywhere().anyMatch(each -> each.of(what) && each.written()))) {
            return -EBUSY;
        }
        long result = what.reconfigure(options);
        if (result == 0) {
            what.flags(flags);
        }
        return result;
    }

    /**
     * Changes a mount's own flags, ST_*, and what it passes on; of all below it, too, if {@code all} (the kernel's
     * do_mount_setattr).
     *
     * @param type MS_SHARED and its kin, or 0
     * @return 0; {@code -EINVAL} if it is in no tree, or inside a detached one; {@code -EBUSY} as {@link #reconfigure}
     */
    public synchronized long change(VfsMount mount, boolean all, int clear, int set, int type) {
        if (!mount.attached() && !mount.detachedTop()) {
            return -EINVAL;
        }
        List<VfsMount> changed = all ? trees.tree(mount) : List.of(mount);
        if ((set & ST_RDONLY) != 0 && changed.stream().anyMatch(each -> !each.has(ST_RDONLY) && each.written())) {
            return -EBUSY;
        }
        changed.forEach(each -> each.flags(each.flags() & ~clear | set));
        if (type != 0) {
            groups.change(changed, type);
        }
        return 0;
    }

    /** Changes what a mount, and all below it if {@code all}, passes on. @param type MS_SHARED and its kin */
    public synchronized long propagate(VfsMount mount, int type, boolean all) {
        if (!mount.attached() && !mount.detached()) {
            return -EINVAL;
        }
        groups.change(all ? trees.tree(mount) : List.of(mount), type);
        return 0;
    }

    /** Has a private mount pass on and receive what another one of the file system does (the kernel's do_set_group). */
    public synchronized long joinGroup(VfsPath from, VfsPath to) {
        return groups.join(from, to);
    }

    // Unmounting.

    /** Takes a mount from the tree if nobody uses it. @return 0, {@code -EBUSY}, {@code -EINVAL} for the root of the tree */
    public synchronized long unmount(VfsMount mount) {
        sweep();
        if (mount.point() == null) {
            return -EINVAL;
        }
        if (busy(mount) || groups.received(mount).stream().anyMatch(each -> !trees.hasChildren(each) && inUse(each))) {
            return -EBUSY;
        }
        List<VfsMount> others = groups.received(mount);
        remove(mount);
        others.stream().filter(each -> !trees.hasChildren(each)).forEach(this::remove);
        return 0;
    }

    /** Takes a mount and all below it from the tree; who uses it goes on. */
    public synchronized long unmountLazily(VfsMount mount) {
        if (mount.point() == null) {
            return -EINVAL;
        }
        List<VfsMount> all = trees.tree(mount);
        List<VfsMount> others = new ArrayList<>();
        all.forEach(each -> others.addAll(groups.received(each)));
        removeAll(all);
        others.stream()
                .filter(each -> each.attached() && !trees.hasChildren(each))
                .forEach(this::remove);
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
        return trees.hasChildren(mount) || inUse(mount);
    }

    private boolean inUse(VfsMount mount) {
        if (mount.inUse()) {
            return true;
        }
        return vfs.isPlace(path -> path.mount() == mount);
    }

    private void removeAll(List<VfsMount> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
            remove(all.get(i));
        }
    }

    private void remove(VfsMount mount) {
        trees.remove(mount);
        mount.root().letGo();
        groups.change(List.of(mount), MS_PRIVATE);
        FileSystem what = mount.fileSystem();
        if (vfs.notices().on() && !trees.shown(what) && !inUse(mount)) {
            vfs.notices().unmounted(what);
        }
        if (what.holdsHost() && !trees.shown(what)) {
            if (inUse(mount)) {
                lingering.add(what);
            } else {
                what.close();
            }
        }
    }
}
