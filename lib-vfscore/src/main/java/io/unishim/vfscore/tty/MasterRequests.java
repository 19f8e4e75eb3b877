package io.unishim.vfscore.tty;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_LARGEFILE;
import static io.unishim.abi.Fcntl.O_NOCTTY;
import static io.unishim.abi.Ioctls.TIOCGPKT;
import static io.unishim.abi.Ioctls.TIOCGPTLCK;
import static io.unishim.abi.Ioctls.TIOCGPTN;
import static io.unishim.abi.Ioctls.TIOCGPTPEER;
import static io.unishim.abi.Ioctls.TIOCPKT;
import static io.unishim.abi.Ioctls.TIOCSIG;
import static io.unishim.abi.Ioctls.TIOCSPTLCK;
import static io.unishim.abi.Signals.SIGINT;
import static io.unishim.abi.Signals.SIGQUIT;
import static io.unishim.abi.Signals.SIGTSTP;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** Requests that only a master knows (the kernel's pty_unix98_ioctl). */
final class MasterRequests {
    long ioctl(Task task, MasterFile file, int request, long argument) {
        Pty pty = file.pty();
        switch (request) {
            case TIOCGPTN -> task.memory().putInt(argument, pty.number());
            case TIOCGPTLCK -> task.memory().putInt(argument, pty.locked() ? 1 : 0);
            case TIOCGPKT -> task.memory().putInt(argument, file.tty().packets ? 1 : 0);
            case TIOCSPTLCK -> pty.locked(task.memory().getInt(argument) != 0);
            case TIOCPKT -> packets(file.tty(), task.memory().getInt(argument) != 0);
            case TIOCSIG -> {
                return signal(pty, (int) argument);
            }
            case TIOCGPTPEER -> {
                return peer(task, file, (int) argument);
            }
            default -> {
                return -ENOTTY;
            }
        }
        return 0;
    }

    private static void packets(Tty master, boolean on) {
        Pty pty = master.pty();
        pty.lock();
        try {
            if (on && !master.packets) {
                pty.slave().packetStatus = 0;
            }
            master.packets = on;
        } finally {
            pty.unlock();
        }
    }

    private static long signal(Pty pty, int signal) {
        if (signal != SIGINT && signal != SIGQUIT && signal != SIGTSTP) {
            return -EINVAL;
        }
        pty.lock();
        pty.signalForeground(signal);
        pty.unlock();
        return 0;
    }

    private static long peer(Task task, MasterFile file, int flags) {
        PtsNode node = file.devpts().node(file.pty());
        if (node == null) {
            return -EIO;
        }
        Found found = new Found();
        long result = node.open(task, new VfsPath(file.mount(), node), flags, found);
        if (result != 0) {
            return result;
        }
        int kept = flags & ~(O_CLOEXEC | O_NOCTTY) | O_LARGEFILE;
        OpenFileDescription open = new OpenFileDescription(found.file(), kept);
        return task.process().state(Descriptors.KEY).install(open, 0, (flags & O_CLOEXEC) != 0);
    }
}
