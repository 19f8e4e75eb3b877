package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_LEASE;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.*;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.Ioctls.FIOASYNC;
import static io.unishim.abi.Ioctls.FIOCLEX;
import static io.unishim.abi.Ioctls.FIOGETOWN;
import static io.unishim.abi.Ioctls.FIONBIO;
import static io.unishim.abi.Ioctls.FIONCLEX;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.FIOSETOWN;
import static io.unishim.abi.Ioctls.SIOCGPGRP;
import static io.unishim.abi.Ioctls.SIOCSPGRP;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_IFSOCK;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.lease.Leases;
import io.unishim.vfscore.sigio.DirectoryNotices;
import io.unishim.vfscore.sigio.OwnerControl;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Inode;
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
            case F_DUPFD_QUERY -> {
                OpenFileDescription other = Transfer.openOrPath(task, (int) argument);
                yield other == null ? -EBADF : other == open ? 1 : 0;
            }
            case F_CREATED_QUERY -> open.file() instanceof InodeFile file && file.created() ? 1 : 0;
            default -> open.file() instanceof PathFile ? -EBADF : onFile(task, fd, open, command, argument);
        };
    }

    /** The kernel looks at the argument as an unsigned int that must be below the limit. */
    private static int lowest(long argument) {
        return (int) argument;
    }

    private long onFile(Task task, int fd, OpenFileDescription open, int command, long argument) {
        return switch (command) {
            case F_SETFL -> setFlags(task, fd, open, (int) argument);
            case F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW ->
                locks.control(task, open, command, argument);
            case F_GETPIPE_SZ, F_SETPIPE_SZ -> pipe(task, open, command, argument);
            case F_ADD_SEALS, F_GET_SEALS -> seals(open, command, (int) argument);
            case F_GETOWN, F_SETOWN, F_GETOWNER_UIDS, F_GETOWN_EX, F_SETOWN_EX, F_GETSIG, F_SETSIG ->
                OwnerControl.control(task, open, command, argument);
            case F_GETLEASE -> Leases.get(open);
            case F_SETLEASE ->
                Leases.set(task, fd, open, (int) argument, Credentials.of(task).hasCapability(CAP_LEASE));
            case F_NOTIFY -> DirectoryNotices.control(task, fd, open, (int) argument);
            case F_GET_RW_HINT, F_SET_RW_HINT -> hint(task, open, command, argument);
            default -> -EINVAL;
        };
    }

    private static long setFlags(Task task, int fd, OpenFileDescription open, int flags) {
        if (((flags ^ open.flags()) & O_APPEND) != 0
                && open.file() instanceof InodeFile file
                && file.inode().marked(FS_APPEND_FL)) {
            return -EPERM;
        }
        boolean becomesNoAtime = (flags & O_NOATIME) != 0 && !open.has(O_NOATIME);
        if (becomesNoAtime
                && open.file() instanceof InodeFile file
                && !Rules.ownerOrCapable(Credentials.of(task), file.inode())) {
            return -EPERM;
        }
        int before = open.flags();
        // O_ASYNC is not even kept where it has no effect.
        int kept = open.file().signalQueue() == null ? flags & ~O_ASYNC : flags;
        open.changeFlags(CHANGEABLE, kept);
        OwnerControl.changed(task, fd, open, before, kept);
        return 0;
    }

    /** How long what is written lives: kept with the inode, and told. */
    private static long hint(Task task, OpenFileDescription open, int command, long argument) {
        Inode inode = open.file() instanceof InodeFile file ? file.inode() : null;
        if (command == F_GET_RW_HINT) {
            Attachments attached = inode == null ? null : inode.attachmentsOrNull();
            task.memory().putLong(argument, attached == null ? RWH_WRITE_LIFE_NOT_SET : attached.hint());
            return 0;
        }
        if (inode != null && !Rules.ownerOrCapable(Credentials.of(task), inode)) {
            return -EPERM;
        }
        long hint = task.memory().getLong(argument);
        if (hint < RWH_WRITE_LIFE_NOT_SET || hint > RWH_WRITE_LIFE_EXTREME) {
            return -EINVAL;
        }
        if (inode != null) {
            inode.attachments().hint((int) hint);
        }
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

    /** Older names of F_SETOWN and F_GETOWN, for sockets. */
    private static long owner(Task task, OpenFileDescription open, int request, long argument) {
        if ((open.file().stat(task).mode() & S_IFMT) != S_IFSOCK) {
            return open.file().ioctl(task, open, request, argument);
        }
        if (request == FIOSETOWN || request == SIOCSPGRP) {
            return OwnerControl.control(task, open, F_SETOWN, task.memory().getInt(argument));
        }
        task.memory().putInt(argument, (int) OwnerControl.control(task, open, F_GETOWN, 0));
        return 0;
    }

    static long ioctl(Task task, int fd, OpenFileDescription open, int request, long argument) {
        switch (request) {
            case FIOCLEX, FIONCLEX -> {
                return DescriptorTable.of(task).closeOnExec(fd, request == FIOCLEX);
            }
            case FIONBIO, FIOASYNC -> {
                int flag = request == FIONBIO ? O_NONBLOCK : O_ASYNC;
                int wanted = task.memory().getInt(argument) != 0 ? flag : 0;
                int before = open.flags();
                if (flag == O_ASYNC
                        && (before & O_ASYNC) != wanted
                        && open.file().signalQueue() == null) {
                    return -ENOTTY;
                }
                open.changeFlags(flag, wanted);
                OwnerControl.changed(task, fd, open, before & flag, wanted);
                return 0;
            }
            case FIONREAD -> {
                if (open.file() instanceof InodeFile file && file.inode().type() == S_IFREG) {
                    long left = file.stat(task).size() - open.position();
                    task.memory().putInt(argument, (int) left);
                    return 0;
                }
            }
            case FIOSETOWN, SIOCSPGRP, FIOGETOWN, SIOCGPGRP -> {
                return owner(task, open, request, argument);
            }
            default -> {
                if (open.file() instanceof InodeFile file) {
                    long result = FileRequests.control(task, open, file, request, argument);
                    return result == -ENOTTY ? open.file().ioctl(task, open, request, argument) : result;
                }
                long result = Unnamed.control(task, open.file(), request, argument);
                if (result != -ENOTTY) {
                    return result;
                }
            }
        }
        return open.file().ioctl(task, open, request, argument);
    }
}
