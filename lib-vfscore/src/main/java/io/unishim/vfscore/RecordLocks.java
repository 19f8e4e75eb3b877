package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOVERFLOW;
import static io.unishim.abi.Fcntl.F_GETLK;
import static io.unishim.abi.Fcntl.F_OFD_GETLK;
import static io.unishim.abi.Fcntl.F_OFD_SETLK;
import static io.unishim.abi.Fcntl.F_OFD_SETLKW;
import static io.unishim.abi.Fcntl.F_RDLCK;
import static io.unishim.abi.Fcntl.F_SETLKW;
import static io.unishim.abi.Fcntl.F_UNLCK;
import static io.unishim.abi.Fcntl.F_WRLCK;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_END;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserRef;
import io.unishim.struct.Flock;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.lock.FileLocks;
import io.unishim.vfscore.lock.LockWaiters;
import io.unishim.vfscore.lock.LockedRange;
import io.unishim.vfscore.tree.InodeFile;
import org.jspecify.annotations.Nullable;

/** Locks on ranges, by {@code fcntl(2)}. */
final class RecordLocks {
    private final LockWaiters waiters = new LockWaiters();

    /** @return 0 or a negative errno */
    long control(Task task, OpenFileDescription open, int command, long address) {
        if (!(open.file() instanceof InodeFile file)) {
            return -EINVAL;
        }
        UserRef<Flock> pointer = task.arguments().ref(2, Flock.LAYOUT, address);
        Flock wanted = pointer.get();
        boolean ofDescription = command == F_OFD_GETLK || command == F_OFD_SETLK || command == F_OFD_SETLKW;
        if (ofDescription && wanted.pid() != 0) {
            return -EINVAL;
        }
        boolean asks = command == F_GETLK || command == F_OFD_GETLK;
        int type = wanted.type();
        if (type != F_RDLCK && type != F_WRLCK && (type != F_UNLCK || asks && !ofDescription)) {
            return -EINVAL;
        }
        long start = start(task, open, wanted);
        if (start < 0) {
            return start;
        }
        long from = wanted.len() < 0 ? start + wanted.len() : start;
        long to = wanted.len() == 0 ? Long.MAX_VALUE : wanted.len() < 0 ? start - 1 : start + wanted.len() - 1;
        if (from < 0) {
            return -EINVAL;
        }
        if (to < from) {
            return -EOVERFLOW;
        }
        Object owner = ofDescription ? open : DescriptorTable.of(task);
        int pid = ofDescription ? -1 : task.process().pid();
        LockedRange range = new LockedRange(owner, type == F_WRLCK, from, to, pid);
        if (asks) {
            return tell(file, wanted, range, pointer);
        }
        boolean wait = command == F_SETLKW || command == F_OFD_SETLKW;
        return set(task, open, file, type, range, wait, ofDescription ? null : waiters);
    }

    /** @return where the range begins, 0 or more, or a negative errno */
    private static long start(Task task, OpenFileDescription open, Flock wanted) {
        long base;
        switch (wanted.whence()) {
            case SEEK_SET -> base = 0;
            case SEEK_CUR -> base = open.position();
            case SEEK_END -> base = open.file().stat(task).size();
            default -> {
                return -EINVAL;
            }
        }
        if (wanted.start() > Long.MAX_VALUE - base) {
            return -EOVERFLOW;
        }
        return base + wanted.start() < 0 ? -EINVAL : base + wanted.start();
    }

    private static long tell(InodeFile file, Flock wanted, LockedRange range, UserRef<Flock> pointer) {
        FileLocks locks = FileLocks.ofOrNull(file.inode());
        LockedRange held = locks == null
                ? null
                : wanted.type() == F_UNLCK
                        ? locks.own(FileLocks.Kind.RANGE, range) // what it has itself, since Linux 6.7
                        : locks.conflict(FileLocks.Kind.RANGE, range);
        if (held == null) {
            pointer.set(new Flock((short) F_UNLCK, wanted.whence(), wanted.start(), wanted.len(), wanted.pid()));
        } else {
            short type = (short) (held.exclusive() ? F_WRLCK : F_RDLCK);
            long length = held.last() == Long.MAX_VALUE ? 0 : held.last() - held.first() + 1;
            pointer.set(new Flock(type, (short) SEEK_SET, held.first(), length, held.pid()));
        }
        return 0;
    }

    private static long set(
            Task task,
            OpenFileDescription open,
            InodeFile file,
            int type,
            LockedRange range,
            boolean wait,
            @Nullable LockWaiters deadlocks) {
        if (type == F_UNLCK) {
            FileLocks locks = FileLocks.ofOrNull(file.inode());
            if (locks != null) {
                locks.unlock(FileLocks.Kind.RANGE, range.owner(), range.first(), range.last());
            }
            return 0;
        }
        if (type == F_RDLCK ? !open.readable() : !open.writable()) {
            return -EBADF;
        }
        return FileLocks.of(file.inode()).lock(task, FileLocks.Kind.RANGE, range, wait, deadlocks);
    }
}
