package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.ENXIO;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** What a descriptor stands for that has no path, as an inode: /dev/stdout that is a pipe. */
final class OpenObject extends PseudoInode {
    private final OpenFileDescription open;
    private final Stat seen;

    OpenObject(PseudoFs proc, OpenFileDescription open, Task reader) {
        super(proc, open.file().stat(reader).mode());
        this.open = open;
        this.seen = open.file().stat(reader);
    }

    @Override
    public long number() {
        return seen.ino();
    }

    @Override
    public int uid() {
        return seen.uid();
    }

    @Override
    public int gid() {
        return seen.gid();
    }

    @Override
    public Stat stat(Task task) {
        return open.file().stat(task);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        if (!open.retain()) {
            return -ENXIO;
        }
        try {
            FileOperations again = open.file().reopen(task, flags);
            return again == null ? -ENXIO : found.file(again);
        } finally {
            open.release();
        }
    }
}
