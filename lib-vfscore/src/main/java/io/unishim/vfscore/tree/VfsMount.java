package io.unishim.vfscore.tree;

import org.jspecify.annotations.Nullable;

/** A file system at its place in the tree. */
public final class VfsMount {
    private final FileSystem fileSystem;
    private final int id;
    private final @Nullable VfsPath point;
    private final boolean readOnly;
    private final String source;

    /** The mount below this one at the same place, in another parent mount or covered by this one. */
    final @Nullable VfsMount next;

    VfsMount(
            FileSystem fileSystem,
            int id,
            @Nullable VfsPath point,
            boolean readOnly,
            String source,
            @Nullable VfsMount next) {
        this.fileSystem = fileSystem;
        this.id = id;
        this.point = point;
        this.readOnly = readOnly;
        this.source = source;
        this.next = next;
    }

    /** @return what is mounted */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    /** @return the directory that is seen at the place */
    public Inode root() {
        return fileSystem.root();
    }

    /** @return the directory that it covers, or null for the root of the tree */
    public @Nullable VfsPath point() {
        return point;
    }

    /** @return a number, unique in the shim */
    public int id() {
        return id;
    }

    /** @return whether everything below answers {@code -EROFS} to changes */
    public boolean readOnly() {
        return readOnly;
    }

    /** @return the first column of {@code /proc/mounts} */
    public String source() {
        return source;
    }
}
