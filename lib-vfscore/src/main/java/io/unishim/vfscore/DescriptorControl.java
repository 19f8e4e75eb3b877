package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.*;
import static io.unishim.abi.Ioctls.FIOASYNC;
import static io.unishim.abi.Ioctls.FIOCLEX;
import static io.unishim.abi.Ioctls.FIONBIO;
import static io.unishim.abi.Ioctls.FIONCLEX;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.PathFile;
import io.unishim.vfscore.tree.SealedFile;

/** {@code fcntl(2)}, and what {@code ioctl(2)} does to every descriptor. */
final class DescriptorControl {
    private static final int CHANGEABLE = O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME | O_ASYNC;
    private static final int ALL_SEALS =
            F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE | F_SEAL_EXEC;

    private final RecordLocks locks = new RecordLocks();

    long fcntl(Task task, int fd, int command, long argument) {
        OpenFileDescription open = Transfer.openOrPath(task, fd);
        if (open == null) {
            return -EBADF;
        }
        DescriptorTable table = DescriptorTable.of(task);
        return switch (command) {
            case F_DUPFD -> table.duplicate(fd, lowest(argument), false);
            case F_DUPFD_CLOEXEC -> table.duplicate(fd, lowest(argument), true);
            case F_GETFD -> table.closeOnExec(fd) ? FD_CLOEXEC : 0;
            case F_SETFD -> table.closeOnExec(fd, (argument & FD_CLOEXEC) != 0);
            case F_GETFL -> open.flags();
            default -> open.file() instanceof PathFile ? -EBADF : onFile(task, open, command, argument);
        };
    }

    /** The kernel looks at the argument as an unsigned int that must be below the limit. */
    private static int lowest(long argument) {
        return (int) argument;
    }

    private long onFile(Task task, OpenFileDescription open, int command, long argument) {
        return switch (command) {
            case F_SETFL -> setFlags(task, open, (int) argument);
            case F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW ->
                locks.control(task, open, command, argument);
            case F_DUPFD_QUERY -> {
                OpenFileDescription other = Transfer.openOrPath(task, (int) argument);
                yield other == null ? -EBADF : other == open ? 1 : 0;
            }
            case F_GETPIPE_SZ, F_SETPIPE_SZ -> pipe(task, open, command, argument);
            case F_ADD_SEALS, F_GET_SEALS -> seals(open, command, (int) argument);
            // Nobody is told of input and output by signals: the owner is kept nowhere.
            case F_GETOWN, F_GETSIG -> 0;
            case F_SETOWN -> 0;
            default -> -EINVAL;
        };
    }

    private static long setFlags(Task task, OpenFileDescription open, int flags) {
        boolean becomesNoAtime = (flags & O_NOATIME) != 0 && !open.has(O_NOATIME);
        if (becomesNoAtime
                && open.file() instanceof InodeFile file
                && !Rules.ownerOrCapable(Credentials.of(task), file.inode())) {
            return -EPERM;
        }
        open.changeFlags(CHANGEABLE, flags);
        return 0;
    }

    private static long pipe(Task task, OpenFileDescription open, int command, long argument) {
        long result = open.file().fcntl(task, open, command, argument);
        return result == -EINVAL
                        && open.file() instanceof InodeFile file
                        && file.inode().type() != S_IFIFO
                ? -EBADF
                : result;
    }

    private static long seals(OpenFileDescription open, int command, int seals) {
        if (!(open.file() instanceof InodeFile file) || !(file.inode() instanceof SealedFile sealed)) {
            return -EINVAL;
        }
        if (command == F_GET_SEALS) {
            return sealed.seals();
        }
        if (!open.writable()) {
            return -EPERM;
        }
        return (seals & ~ALL_SEALS) != 0 ? -EINVAL : sealed.addSeals(seals);
    }

    static long ioctl(Task task, int fd, OpenFileDescription open, int request, long argument) {
        switch (request) {
            case FIOCLEX, FIONCLEX -> {
                return DescriptorTable.of(task).closeOnExec(fd, request == FIOCLEX);
            }
            case FIONBIO, FIOASYNC -> {
                int flag = request == FIONBIO ? O_NONBLOCK : O_ASYNC;
                open.changeFlags(flag, task.memory().getInt(argument) != 0 ? flag : 0);
                return 0;
            }
            case FIONREAD -> {
                if (open.file() instanceof InodeFile file && file.inode().type() == S_IFREG) {
                    long left = file.stat(task).size() - open.position();
                    task.memory().putInt(argument, (int) left);
                    return 0;
                }
            }
            default -> {}
        }
        return open.file().ioctl(task, open, request, argument);
    }
}
