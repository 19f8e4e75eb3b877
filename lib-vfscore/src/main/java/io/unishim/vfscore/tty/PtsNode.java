package io.unishim.vfscore.tty;

import static io.unishim.abi.StatModes.S_IFCHR;

import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.OwnedInode;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** The name of a slave in a devpts. */
final class PtsNode extends OwnedInode {
    private final Devpts devpts;
    private final Pty pty;
    private final long number;

    PtsNode(Devpts devpts, Pty pty, long number, int permissions, int uid, int gid) {
        super(devpts, S_IFCHR | permissions, uid, gid);
        this.devpts = devpts;
        this.pty = pty;
        this.number = number;
    }

    Pty pty() {
        return pty;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long rdev() {
        return pty.device();
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return devpts.terminals().openSlave(task, pty, path, flags, found);
    }
}
