package io.unishim.elfloader.image;

import static io.unishim.abi.Capabilities.CAP_DAC_READ_SEARCH;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Mounts.ST_NOSUID;
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
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Statfs;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.ExecutionRules;
import io.unishim.task.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file of the shim that is to be executed, open as long as it is being loaded; nobody writes to it meanwhile. */
final class ExecutableFile implements AutoCloseable, ElfHeader.Reader {
    private static final int X_OK = 1;
    private static final long MAY_READ = 1L << CAP_DAC_READ_SEARCH;

    /** As long as {@code struct vfs_ns_cap_data}, and a byte more. */
    private static final int MOST_CAPABILITIES = 25;

    private final Task task;
    private final Descriptors descriptors;
    private final int fd;
    private final OpenFileDescription open;
    private final boolean readable;

    private ExecutableFile(Task task, Descriptors descriptors, int fd, OpenFileDescription open, boolean readable) {
        this.task = task;
        this.descriptors = descriptors;
        this.fd = fd;
        this.open = open;
        this.readable = readable;
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
            long fd = open(task, wanted, lent);
            boolean readable = fd != -Errno.EACCES.number();
            if (!readable) {
                fd = openUnreadable(task, wanted, lent);
            }
            check(fd, path);
            Descriptors descriptors = task.process().state(Descriptors.KEY);
            OpenFileDescription open = descriptors.get((int) fd);
            if (open == null) {
                throw new ErrnoException(EACCES, "execve", path);
            }
            ExecutableFile file = new ExecutableFile(task, descriptors, (int) fd, open, readable);
            if ((open.file().stat(task).mode() & S_IFMT) != S_IFREG) {
                descriptors.close(task, (int) fd);
                throw new ErrnoException(EACCES, "execve", path).because("it is no regular file");
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

    /** Who may execute a file need not be allowed to read it: then it is opened for the kernel, as who may read everything. */
    private static long openUnreadable(Task task, ExecutableName wanted, long path) {
        Credentials own = task.stateOrNull(Credentials.KEY);
        if (own == null) {
            return -Errno.EACCES.number();
        }
        CapabilitySets sets = own.capabilities();
        task.put(Credentials.KEY, own.withCapabilities(sets.withEffective(sets.effective() | MAY_READ)));
        try {
            return open(task, wanted, path);
        } finally {
            task.put(Credentials.KEY, own);
        }
    }

    private static long open(Task task, ExecutableName wanted, long path) {
        if (wanted.path().isEmpty()) {
            return reopen(task, wanted);
        }
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
        return task.shim().serve(task, call.number(), a0, a1, a2, a3, 0, 0);
    }

    private static long check(long result, String path) {
        return ErrnoException.check(result, "execve", path);
    }

    /** @return what of the file decides about the rights of who executes it */
    ExecutionRules.Subject subject() {
        return new ExecutionRules.Subject(open.file().stat(task), capabilities(), !onUntrustedMount(), readable);
    }

    private byte @Nullable [] capabilities() {
        byte[] value = new byte[MOST_CAPABILITIES];
        UserMemory memory = task.memory();
        long name = UserString.of("security.capability").addressIn(memory);
        long room = UserBuffer.of(value).addressIn(memory);
        try {
            long length = call(task, Syscall.FGETXATTR, fd, name, room, value.length);
            return length < 0 ? null : Arrays.copyOf(value, (int) length);
        } finally {
            memory.reclaim(room);
            memory.reclaim(name);
        }
    }

    private boolean onUntrustedMount() {
        UserMemory memory = task.memory();
        UserRef<Statfs> told = UserRef.room(Statfs.LAYOUT);
        long room = told.addressIn(memory);
        try {
            return call(task, Syscall.FSTATFS, fd, room, 0, 0) == 0
                    && (told.get().flags() & ST_NOSUID) != 0;
        } finally {
            memory.reclaim(room);
        }
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
