package io.unishim.vfscore.tree;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;

/** What O_PATH opens: a place in the tree, and nothing that can be read or written. */
public final class PathFile extends InodeFile {
    private final boolean holdsTree;

    /** @param path the place */
    public PathFile(VfsPath path) {
        this(path, false);
    }

    private PathFile(VfsPath path, boolean holdsTree) {
        super(path);
        this.holdsTree = holdsTree;
        inode().keep();
    }

    /** @return the top of a detached tree of mounts, which is gone with the descriptor, unless it was moved by then */
    public static PathFile holding(VfsMount top) {
        return new PathFile(new VfsPath(top, top.root()), true);
    }

    /** Unlike with others, locks of the process on the file stay (the kernel's filp_flush). */
    @Override
    public void descriptorClosed(Task task, OpenFileDescription open) {}

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        inode().letGo();
        if (holdsTree) {
            inode().fileSystem().vfs().mounts().dissolve(path().mount());
        }
    }
}
