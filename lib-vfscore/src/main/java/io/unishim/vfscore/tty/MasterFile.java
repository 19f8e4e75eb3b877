package io.unishim.vfscore.tty;

import static io.unishim.abi.Fcntl.O_NONBLOCK;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;

/** The master: what opening /dev/ptmx gives. */
final class MasterFile extends TerminalFile {
    private final Devpts devpts;
    private final VfsMount mount;

    /** @param mount where its slave is found */
    MasterFile(Terminals terminals, Pty pty, VfsPath path, Devpts devpts, VfsMount mount) {
        super(terminals, pty.master(), path);
        this.devpts = devpts;
        this.mount = mount;
    }

    Devpts devpts() {
        return devpts;
    }

    VfsMount mount() {
        return mount;
    }

    @Override
    public boolean hungUp() {
        return false;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return tty().reading().read(task, this, !open.has(O_NONBLOCK), buffer);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return tty().writing().write(task, this, !open.has(O_NONBLOCK), buffer);
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        devpts.remove(pty());
        pty().closeMaster();
    }
}
