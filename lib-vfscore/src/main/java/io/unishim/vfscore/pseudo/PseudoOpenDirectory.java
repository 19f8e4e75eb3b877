package io.unishim.vfscore.pseudo;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.OpenDirectory;
import io.unishim.vfscore.tree.VfsPath;

/** An open directory. */
final class PseudoOpenDirectory extends OpenDirectory {
    private final PseudoDirectory directory;

    PseudoOpenDirectory(PseudoDirectory directory, VfsPath path) {
        super(path);
        this.directory = directory;
    }

    @Override
    public long readdir(Task task, OpenFileDescription open, DirectorySink sink) {
        directory.list(task, open.position(), sink);
        return 0;
    }
}
