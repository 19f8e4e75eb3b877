package io.unishim.vfscore.tree;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A shim's mounts, the root first. */
public final class MountTable {
    private final CopyOnWriteArrayList<VfsMount> mounts = new CopyOnWriteArrayList<>();
    private int lastId = 20;

    MountTable() {}

    /**
     * Mounts a file system.
     *
     * @param point the directory to cover, or null for the root of the tree
     * @param readOnly whether changes answer {@code -EROFS}
     * @param source for {@code /proc/mounts}
     * @return the mount
     */
    public synchronized VfsMount mount(FileSystem what, @Nullable VfsPath point, boolean readOnly, String source) {
        if (point == null) {
            VfsMount root = new VfsMount(what, ++lastId, null, readOnly, source, null);
            mounts.add(0, root);
            return root;
        }
        Attachments place = point.inode().attachments();
        VfsMount made = new VfsMount(what, ++lastId, point, readOnly, source, place.mounted);
        place.mounted = made;
        mounts.add(made);
        return made;
    }

    /** @return a mount of a file system that has no place in the tree */
    public synchronized VfsMount detached(FileSystem what, String source) {
        return new VfsMount(what, ++lastId, null, false, source, null);
    }

    /** @return the mounts in the order they were made; a snapshot may be iterated while others mount */
    public List<VfsMount> all() {
        return mounts;
    }

    /** @return the root of the tree */
    public VfsPath root() {
        VfsMount root = Objects.requireNonNull(mounts.get(0));
        return new VfsPath(root, root.root());
    }
}
