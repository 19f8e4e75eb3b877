package io.unishim.vfscore.tree;

import static io.unishim.abi.StatModes.S_IFDIR;

/** What may be mounted, moved or copied where. Called while {@link MountTable} is locked. */
final class MountRules {
    private MountRules() {}

    /** @return whether both are directories, or none is */
    static boolean alike(Inode one, Inode other) {
        return (one.type() == S_IFDIR) == (other.type() == S_IFDIR);
    }

    /** @return whether a place is in no tree any more */
    static boolean gone(VfsPath point) {
        return !placed(point.mount()) || removed(point);
    }

    /** @return whether what is at a place has lost its name */
    static boolean removed(VfsPath point) {
        Link link = point.inode().link();
        return link != null && link.removed() && !point.isMountRoot();
    }

    /** @return whether a mount is in the tree, or in a detached one */
    static boolean placed(VfsMount mount) {
        return mount.attached() || mount.detached();
    }

    static boolean copyable(VfsMount mount) {
        return placed(mount) && !mount.propagation.unbindable;
    }

    static boolean movable(VfsMount moved, VfsMount target) {
        if (moved.attached()) {
            VfsPath old = moved.point();
            return old != null && !old.mount().propagation.shared() && target.attached();
        }
        return moved.detachedTop() && target.detachedTop != moved;
    }

    /** Most of the kernel's can_move_mount_beneath. @param above what is at the point now */
    static boolean fitBeneath(VfsMount moved, VfsMount above, VfsPath point) {
        return Vfs.covering(moved, moved.root()) == null
                && !wouldCover(above, point)
                && !(moved.attached() && wouldCover(moved, point));
    }

    /** @return whether what is mounted at a point comes to a mount's root, too */
    private static boolean wouldCover(VfsMount mount, VfsPath point) {
        Propagation parent = point.mount().propagation;
        return parent.shared() && mount.root() == point.inode() && parent.group == mount.propagation.group;
    }
}
