package io.unishim.vfscore.tree;

/** What O_PATH opens: a place in the tree, and nothing that can be read or written. */
public final class PathFile extends InodeFile {
    /** @param path the place */
    public PathFile(VfsPath path) {
        super(path);
    }
}
