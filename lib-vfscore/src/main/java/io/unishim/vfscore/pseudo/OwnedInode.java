package io.unishim.vfscore.pseudo;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;

/** A file without content of its own that belongs to somebody, and can be given away. */
public abstract class OwnedInode extends PseudoInode {
    private volatile int uid;
    private volatile int gid;

    /** @param mode kind and permissions */
    protected OwnedInode(PseudoFs fileSystem, int mode, int uid, int gid) {
        super(fileSystem, mode);
        this.uid = uid;
        this.gid = gid;
    }

    @Override
    public int uid() {
        return uid;
    }

    @Override
    public int gid() {
        return gid;
    }

    @Override
    public long setattr(Task task, Attributes change) {
        if (change.ownerChanges()) {
            uid = change.uid();
        }
        if (change.groupChanges()) {
            gid = change.gid();
        }
        return super.setattr(task, change);
    }
}
