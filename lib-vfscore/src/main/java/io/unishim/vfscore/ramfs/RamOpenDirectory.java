package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Fcntl.O_NOATIME;

import io.unishim.file.Faults;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.OpenDirectory;
import io.unishim.vfscore.tree.VfsPath;

/** An open directory in memory. */
final class RamOpenDirectory extends OpenDirectory {
    private final RamDirectory directory;

    RamOpenDirectory(RamDirectory directory, VfsPath path) {
        super(path);
        this.directory = directory;
        directory.keep();
    }

    @Override
    public long readdir(Task task, OpenFileDescription open, DirectorySink sink) {
        long fault = directory.fault(Faults.Operation.READ);
        if (fault != 0) {
            return fault;
        }
        if (directory.links() == 0) {
            return -ENOENT;
        }
        directory.list(open.position(), sink);
        if (!open.has(O_NOATIME)) {
            directory.accessed(path().mount(), true);
        }
        return 0;
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        directory.letGo();
    }

    @Override
    public long sync(boolean dataOnly) {
        return directory.sync();
    }
}
