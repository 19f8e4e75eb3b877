package io.unishim.vfscore.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which mount is on which: the tree of all files, and detached trees, which only descriptors hold. Changed while {@link
 * MountTable} is locked; walks look at {@link Attachments#mounted} without a lock.
 */
final class MountTrees {
    private final Vfs vfs;
    private final CopyOnWriteArrayList<VfsMount> attached = new CopyOnWriteArrayList<>();

    /** The mounts of trees that only descriptors hold: the kernel's anonymous namespaces. */
    private final List<VfsMount> detached = new CopyOnWriteArrayList<>();

    private int lastId = 20;

    MountTrees(Vfs vfs) {
        this.vfs = vfs;
    }

    // Looking.

    /** @return the mounts of the tree in the order they were made; a snapshot may be iterated while others mount */
    List<VfsMount> attached() {
        return attached;
    }

    /** @return the root of the tree */
    VfsMount top() {
        return Objects.requireNonNull(attached.get(0));
    }

    /** @return all mounts that are in the tree or in a detached one */
    Stream<VfsMount> everywhere() {
        return Stream.concat(attached.stream(), detached.stream());
    }

    /** @return the mounts among which are those of a mount's tree */
    List<VfsMount> neighbours(VfsMount mount) {
        return mount.attached() ? attached : detached;
    }

    /** @return whether a file system is mounted anywhere */
    boolean shown(FileSystem what) {
        return everywhere().anyMatch(each -> each.of(what));
    }

    private static boolean isOn(VfsMount mount, VfsMount parent) {
        VfsPath point = mount.point();
        return point != null && point.mount() == parent;
    }

    /** @return whether something is mounted on a mount */
    boolean hasChildren(VfsMount parent) {
        return neighbours(parent).stream().anyMatch(each -> isOn(each, parent));
    }

    /** @return a mount and all below it, parents first */
    List<VfsMount> tree(VfsMount top) {
        List<VfsMount> found = new ArrayList<>(List.of(top));
        for (int i = 0; i < found.size(); i++) {
            VfsMount parent = found.get(i);
            neighbours(top).stream().filter(each -> isOn(each, parent)).forEach(found::add);
        }
        return found;
    }

    // Changing.

    /** @return a mount that is in no tree yet */
    VfsMount make(FileSystem what, Inode root, int flags, String source) {
        return new VfsMount(what, root, ++lastId, flags, source);
    }

    /** Makes a mount the top of the tree, below all. */
    void attachTop(VfsMount mount) {
        mount.attached = true;
        attached.add(0, mount);
    }

    /** Makes a mount the top of a detached tree of its own. */
    void detach(VfsMount mount) {
        join(mount, mount);
    }

    /** Puts mounts where they belong, all but the first. @param points where each of the others does */
    void placeBelow(List<VfsMount> made, List<VfsPath> points) {
        for (int i = 1; i < made.size(); i++) {
            place(made.get(i), points.get(i - 1));
        }
    }

    /** Puts a mount at a place, on top of what is mounted there. */
    void place(VfsMount mount, VfsPath point) {
        mount.point = point;
        Attachments place = point.inode().attachments();
        VfsMount[] more = Arrays.copyOf(place.mounted, place.mounted.length + 1);
        more[more.length - 1] = mount;
        place.mounted = more;
        join(mount, point.mount().detachedTop);
        vfs.rearranged();
    }

    /** Puts a mount at a place, below what is mounted there. */
    void tuck(VfsMount mount, VfsPath point) {
        VfsMount above = Vfs.covering(point.mount(), point.inode());
        place(mount, point);
        if (above != null) {
            displace(above);
            place(above, vfs.cross(new VfsPath(mount, mount.root())));
        }
    }

    /** Counts a mount among those of the tree, or of a detached one. */
    void join(VfsMount mount, @Nullable VfsMount top) {
        boolean anew = !mount.attached() && !mount.detached();
        if (!anew && mount.detachedTop == top) {
            return;
        }
        if (anew) {
            mount.root().keep();
        } else {
            neighbours(mount).remove(mount);
        }
        mount.detachedTop = top;
        mount.attached = top == null;
        insert(mount, neighbours(mount));
    }

    /** The first ones made come first, as in Linux; the root of all before them. */
    private static void insert(VfsMount mount, List<VfsMount> among) {
        int at = among.size();
        while (at > 1 && among.get(at - 1).id() > mount.id()) {
            at--;
        }
        among.add(at, mount);
    }

    /** Takes a mount from its place; it stays in its tree. */
    void displace(VfsMount mount) {
        VfsPath point = mount.point();
        if (point != null) {
            Attachments place = point.inode().attachments();
            place.mounted =
                    Arrays.stream(place.mounted).filter(each -> each != mount).toArray(VfsMount[]::new);
            vfs.rearranged();
        }
    }

    /** Takes a mount from its place and its tree. */
    void remove(VfsMount mount) {
        displace(mount);
        neighbours(mount).remove(mount);
        mount.point = null;
        mount.attached = false;
        mount.detachedTop = null;
    }

    /** Takes mounts out of their detached tree, but leaves each at its place. */
    void dissolve(List<VfsMount> tree) {
        detached.removeAll(tree);
        tree.forEach(each -> each.detachedTop = null);
    }
}
