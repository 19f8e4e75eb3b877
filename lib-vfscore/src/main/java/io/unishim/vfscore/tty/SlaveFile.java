package io.unishim.vfscore.tty;

import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Ioctls.TIOCSPGRP;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Signals.SIGTTIN;
import static io.unishim.abi.Signals.SIGTTOU;
import static io.unishim.abi.Termios.TOSTOP;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.VfsPath;

/** The slave: what opening /dev/pts/N gives, or /dev/tty. */
final class SlaveFile extends TerminalFile {
    private static final int EVERYTHING = POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDNORM | POLLWRNORM;

    private volatile boolean cutOff;

    SlaveFile(Terminals terminals, Pty pty, VfsPath path) {
        super(terminals, pty.slave(), path);
    }

    /** The terminal was hung up: from now on this is the end of a file. */
    void cutOff() {
        cutOff = true;
    }

    @Override
    public boolean hungUp() {
        return cutOff;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        if (cutOff) {
            return 0;
        }
        long refused = terminals().sessions().mayUse(task, tty(), SIGTTIN);
        return refused != 0 ? refused : tty().reading().read(task, this, !open.has(O_NONBLOCK), buffer);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        if (cutOff) {
            return -EIO;
        }
        if (tty().settings().local(TOSTOP)) {
            long refused = terminals().sessions().mayUse(task, tty(), SIGTTOU);
            if (refused != 0) {
                return refused;
            }
        }
        return tty().writing().write(task, this, !open.has(O_NONBLOCK), buffer);
    }

    @Override
    public int readiness(OpenFileDescription open) {
        return cutOff ? EVERYTHING : super.readiness(open);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        if (cutOff) {
            return request == TIOCSPGRP ? -ENOTTY : -EIO;
        }
        return super.ioctl(task, open, request, argument);
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        pty().close(this);
    }
}
