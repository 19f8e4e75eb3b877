package io.unishim.elfloader.image;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

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

/** A file of the shim that is to be executed, open as long as it is being loaded. */
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
     * Opens a file as {@code execve(2)} would.
     *
     * @param path in the task's view
     * @throws ErrnoException with what {@code execve(2)} answers
     */
    static ExecutableFile open(Task task, String path) {
        UserMemory memory = task.memory();
        long lent = UserString.of(path).addressIn(memory);
        try {
            long access = call(task, Syscall.FACCESSAT2, Fcntl.AT_FDCWD, lent, X_OK, Fcntl.AT_EACCESS);
            check(access, path);
            long fd = check(call(task, Syscall.OPENAT, Fcntl.AT_FDCWD, lent, O_RDONLY | O_CLOEXEC, 0), path);
            Descriptors descriptors = task.process().state(Descriptors.KEY);
            OpenFileDescription open = descriptors.get((int) fd);
            if (open == null) {
                throw new ErrnoException(EACCES, "execve", path);
            }
            ExecutableFile file = new ExecutableFile(task, descriptors, (int) fd, open);
            if ((open.file().stat(task).mode() & S_IFMT) != S_IFREG) {
                file.close();
                throw new ErrnoException(EACCES, "execve", path);
            }
            return file;
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
        descriptors.close(task, fd);
    }
}
