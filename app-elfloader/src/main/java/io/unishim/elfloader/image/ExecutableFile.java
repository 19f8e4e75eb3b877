package io.unishim.elfloader.image;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.abi.Errno;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Limits;
import io.unishim.abi.Syscall;
import io.unishim.call.ErrnoException;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserMemory;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** A file of the shim that is to be executed, open as long as it is being loaded; nobody writes to it meanwhile. */
final class ExecutableFile implements AutoCloseable, ElfHeader.Reader {
    private static final int X_OK = 1;

    private final Task task;
    private final Descriptors descriptors;
    private final int fd;
    private final OpenFileDescription open;

    private ExecutableFile(Task task, Descriptors descriptors, int fd, OpenFileDescription open) {
        this.task = task;
        this.descriptors = descriptors;
        this.fd = fd;
        this.open = open;
    }

    /**
     * Opens a file as {@code execveat(2)} would.
     *
     * @throws ErrnoException with what {@code execveat(2)} answers
     */
    static ExecutableFile open(Task task, ExecutableName wanted) {
        String path = wanted.shown();
        UserMemory memory = task.memory();
        long lent = UserString.of(wanted.path()).addressIn(memory);
        try {
            int flags = wanted.flags();
            long may = call(task, Syscall.FACCESSAT2, wanted.directory(), lent, X_OK, Fcntl.AT_EACCESS | flags);
            // What a descriptor refers to may be no file of a tree, and is none to execute then.
            check(wanted.path().isEmpty() && may == -Errno.ENOTDIR.number() ? -Errno.EACCES.number() : may, path);
            long fd = check(wanted.path().isEmpty() ? reopen(task, wanted) : open(task, wanted, lent), path);
            Descriptors descriptors = task.process().state(Descriptors.KEY);
            OpenFileDescription open = descriptors.get((int) fd);
            if (open == null) {
                throw new ErrnoException(EACCES, "execve", path);
            }
            ExecutableFile file = new ExecutableFile(task, descriptors, (int) fd, open);
            if ((open.file().stat(task).mode() & S_IFMT) != S_IFREG) {
                descriptors.close(task, (int) fd);
                throw new ErrnoException(EACCES, "execve", path);
            }
            long busy = open.file().denyWriting();
            if (busy != 0) {
                descriptors.close(task, (int) fd);
                throw new ErrnoException((int) -busy, "execve", path);
            }
            return file;
        } finally {
            memory.reclaim(lent);
        }
    }

    private static long open(Task task, ExecutableName wanted, long path) {
        int follow = (wanted.flags() & Fcntl.AT_SYMLINK_NOFOLLOW) != 0 ? O_NOFOLLOW : 0;
        return call(task, Syscall.OPENAT, wanted.directory(), path, O_RDONLY | O_CLOEXEC | follow, 0);
    }

    /** Opens what a descriptor refers to: that itself, or what O_PATH only names. */
    private static long reopen(Task task, ExecutableName wanted) {
        Descriptors table = task.process().stateOrNull(Descriptors.KEY);
        OpenFileDescription there = table == null ? null : table.get(wanted.directory());
        if (wanted.directory() == Fcntl.AT_FDCWD) {
            return -Errno.EACCES.number();
        }
        if (there == null || !there.has(O_PATH)) {
            return call(task, Syscall.FCNTL, wanted.directory(), Fcntl.F_DUPFD_CLOEXEC, 0, 0);
        }
        UserMemory memory = task.memory();
        long lent = UserString.of("/proc/self/fd/" + wanted.directory()).addressIn(memory);
        try {
            return call(task, Syscall.OPENAT, Fcntl.AT_FDCWD, lent, O_RDONLY | O_CLOEXEC, 0);
        } finally {
            memory.reclaim(lent);
        }
    }

    private static long call(Task task, Syscall call, long a0, long a1, long a2, long a3) {
        return task.shim().dispatch(task, call.number(), a0, a1, a2, a3, 0, 0);
    }

    private static long check(long result, String path) {
        return ErrnoException.check(result, "execve", path);
    }

    OpenFileDescription description() {
        return open;
    }

    /** @return the bytes read, fewer at the end of the file; 0 if it cannot be read */
    int readSome(long offset, byte[] target) {
        int done = 0;
        while (done < target.length) {
            UserBuffer buffer = UserBuffer.of(target, done, target.length - done);
            long count;
            try {
                count = open.file().read(task, open, buffer, offset + done);
            } catch (MemoryFault fault) {
                count = 0;
            }
            if (count <= 0) {
                break;
            }
            done += (int) Math.min(count, Limits.MAX_RW_COUNT);
        }
        return done;
    }

    @Override
    public boolean read(long offset, byte[] target) {
        return readSome(offset, target) == target.length;
    }

    @Override
    public void close() {
        open.file().allowWriting();
        descriptors.close(task, fd);
    }
}
