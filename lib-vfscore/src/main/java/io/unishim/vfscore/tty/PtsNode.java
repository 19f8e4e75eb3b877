package io.unishim.vfscore.tty;

import static io.unishim.abi.StatModes.S_IFCHR;

import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** The name of a slave in a devpts. */
final class PtsNode extends PseudoInode {
    private final Devpts devpts;
    private final Pty pty;
    private final long number;
    private volatile int uid;
    private volatile int gid;

    PtsNode(Devpts devpts, Pty pty, long number, int permissions, int uid, int gid) {
        super(devpts, S_IFCHR | permissions);
        this.devpts = devpts;
        this.pty = pty;
        this.number = number;
        this.uid = uid;
        this.gid = gid;
    }

    Pty pty() {
        return pty;
    }

    @Override
    public long number() {
        return number;
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
    public long rdev() {
        return pty.device();
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

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return devpts.terminals().openSlave(task, pty, path, flags, found);
    }
}
