package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.LOCK_EX;
import static io.unishim.abi.Fcntl.LOCK_NB;
import static io.unishim.abi.Fcntl.LOCK_SH;
import static io.unishim.abi.Fcntl.LOCK_UN;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.DescriptorCalls;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.lock.FileLocks;
import io.unishim.vfscore.lock.LockedRange;
import io.unishim.vfscore.tree.InodeFile;

/** Descriptors, their flags and their locks. */
final class DescriptorHandlers implements DescriptorCalls {
    private final DescriptorControl control = new DescriptorControl();

    /** The locks of what has no name. */
    private final UnnamedLocks unnamed = new UnnamedLocks();

    @Override
    @Support(
            value = PARTIAL,
            note = "no namespaces: EINVAL; the threads of a process share descriptors and directories for good: EINVAL")
    public long unshare(Task task, long flags) {
        return Sharing.end(task, flags);
    }

    @Override
    @Support(FULL)
    public long dup(Task task, int oldfd) {
        return DescriptorTable.of(task).duplicate(oldfd, 0, false);
    }

    @Override
    @Support(FULL)
    public long dup2(Task task, int oldfd, int newfd) {
        DescriptorTable table = DescriptorTable.of(task);
        if (oldfd == newfd) {
            return table.get(oldfd) == null ? -EBADF : newfd;
        }
        return table.duplicate(task, oldfd, newfd, false);
    }

    @Override
    @Support(FULL)
    public long dup3(Task task, int oldfd, int newfd, int flags) {
        if ((flags & ~O_CLOEXEC) != 0 || oldfd == newfd) {
            return -EINVAL;
        }
        return DescriptorTable.of(task).duplicate(task, oldfd, newfd, flags != 0);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "of leases nobody in other machines or mappings is known; delegations answer EINVAL")
    public long fcntl(Task task, int fd, int cmd, long arg) {
        return control.fcntl(task, fd, cmd, arg);
    }

    @Override
    @Support(FULL)
    public long flock(Task task, int fd, int operation) {
        int how = operation & ~LOCK_NB;
        if (how != LOCK_SH && how != LOCK_EX && how != LOCK_UN) {
            return -EINVAL;
        }
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        FileLocks locks = open.file() instanceof InodeFile file
                ? FileLocks.of(file.inode())
                : unnamed.locks(open, how != LOCK_UN);
        if (locks == null) {
            return 0; // nothing to unlock
        }
        if (how == LOCK_UN) {
            locks.unlock(FileLocks.Kind.WHOLE, open, 0, Long.MAX_VALUE);
            return 0;
        }
        int pid = task.process().pid();
        LockedRange wanted = new LockedRange(open, how == LOCK_EX, 0, Long.MAX_VALUE, pid);
        return locks.lock(task, FileLocks.Kind.WHOLE, wanted, (operation & LOCK_NB) == 0, null);
    }

    @Override
    @Support(FULL)
    public long ioctl(Task task, int fd, int request, long argp) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        return DescriptorControl.ioctl(task, fd, open, request, argp);
    }
}
