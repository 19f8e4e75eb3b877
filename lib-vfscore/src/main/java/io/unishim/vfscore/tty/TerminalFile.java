package io.unishim.vfscore.tty;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;

/** An open end of a pseudo-terminal. */
abstract class TerminalFile extends InodeFile implements TtyFile {
    private final Terminals terminals;
    private final Tty tty;

    TerminalFile(Terminals terminals, Tty tty, VfsPath path) {
        super(path);
        this.terminals = terminals;
        this.tty = tty;
    }

    final Terminals terminals() {
        return terminals;
    }

    final Tty tty() {
        return tty;
    }

    final Pty pty() {
        return tty.pty();
    }

    @Override
    public int readiness(OpenFileDescription open) {
        Pty pty = tty.pty();
        pty.lock();
        try {
            return tty.readiness();
        } finally {
            pty.unlock();
        }
    }

    @Override
    public WaitQueue waitQueue() {
        return tty.queue();
    }

    @Override
    public WaitQueue signalQueue() {
        return tty.signalQueue();
    }

    /** As Linux has it: with a group in the foreground, that is who is told, unless somebody was named before. */
    @Override
    public int signalGroup() {
        return tty == tty.pty().slave() ? tty.pty().foreground() : 0;
    }

    @Override
    public boolean signalsCaller() {
        return true;
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        return terminals.requests().ioctl(task, this, open, request, argument);
    }
}
