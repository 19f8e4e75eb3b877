package io.unishim.vfscore.tree;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;

/** What O_PATH opens: a place in the tree, and nothing that can be read or written. */
public final class PathFile extends InodeFile {
    /** @param path the place */
    public PathFile(VfsPath path) {
        super(path);
        inode().keep();
    }

    /** Unlike with others, locks of the process on the file stay (the kernel's filp_flush). */
    @Override
    public void descriptorClosed(Task task, OpenFileDescription open) {}

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        inode().letGo();
    }
}
