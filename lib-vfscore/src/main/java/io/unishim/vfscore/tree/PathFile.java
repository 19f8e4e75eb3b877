package io.unishim.vfscore.tree;

import io.unishim.file.OpenFileDescription;

/** What O_PATH opens: a place in the tree, and nothing that can be read or written. */
public final class PathFile extends InodeFile {
    /** @param path the place */
    public PathFile(VfsPath path) {
        super(path);
        inode().keep();
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        inode().letGo();
    }
}
