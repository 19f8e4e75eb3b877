package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.FALLOC_FL_KEEP_SIZE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_DATA;
import static io.unishim.abi.Fcntl.SEEK_END;
import static io.unishim.abi.Fcntl.SEEK_HOLE;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.abi.Syscall;
import io.unishim.file.FileSizeLimit;
import io.unishim.file.OpenFileDescription;
import io.unishim.host.HostCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import java.util.concurrent.locks.ReentrantLock;

/** An open file of the host. */
final class HostOpenFile extends InodeFile {
    private static final int PREAD64 = Syscall.PREAD64.number();
    private static final int PWRITE64 = Syscall.PWRITE64.number();
    private static final int LSEEK = Syscall.LSEEK.number();
    private static final int FSYNC = Syscall.FSYNC.number();
    private static final int FDATASYNC = Syscall.FDATASYNC.number();
    private static final int FTRUNCATE = Syscall.FTRUNCATE.number();
    private static final int FALLOCATE = Syscall.FALLOCATE.number();

    private final HostFile file;
    private final HostDescriptor host;
    private final int access;
    private final Stat asOpened;
    private final ReentrantLock appending = new ReentrantLock();

    HostOpenFile(HostFile file, VfsPath path, HostDescriptor host, int access) {
        super(path);
        this.file = file;
        this.host = host;
        this.access = access;
        this.asOpened = file.seen();
        if (access != O_RDONLY) {
            file.opened(host);
        }
    }

    /** Moves a piece between a caller and the host, by the transfer buffer. */
    private interface Piece {
        /** @return bytes moved, or a negative errno */
        long move(OffHeap transfer, long done, int count);
    }

    private long transfer(Task task, long wanted, Piece piece) {
        if (!host.enter()) {
            return -EBADF;
        }
        try {
            OffHeap transfer = HostBuffers.transfer(task);
            long done = 0;
            do {
                int count = (int) Math.min(transfer.size(), wanted - done);
                long moved;
                try {
                    moved = piece.move(transfer, done, count);
                } catch (MemoryFault fault) {
                    if (done == 0) {
                        throw fault;
                    }
                    return done;
                }
                if (moved < 0) {
                    return done == 0 ? moved : done;
                }
                done += moved;
                if (moved < count) {
                    break;
                }
            } while (done < wanted);
            return done;
        } finally {
            host.leave();
        }
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return transfer(task, buffer.length(), (transfer, done, count) -> {
            long got = HostCalls.call(PREAD64, host.fd(), transfer.address(), count, position + done);
            return got <= 0 ? got : buffer.put(done, transfer, 0, (int) got);
        });
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return open.has(O_APPEND) ? append(task, open, buffer) : writeAt(task, buffer, position);
    }

    private long writeAt(Task task, UserBuffer buffer, long position) {
        long length = buffer.length();
        long room = length <= 0 ? length : FileSizeLimit.room(task, position, length);
        if (room < 0) {
            return room;
        }
        file.changed();
        return transfer(task, room, (transfer, done, count) -> {
            int got = buffer.get(done, transfer, 0, count);
            return HostCalls.call(PWRITE64, host.fd(), transfer.address(), got, position + done);
        });
    }

    /** Linux lets O_APPEND win over the position of pwrite(2), and so it does here, on a descriptor that has it. */
    @Override
    public long append(Task task, OpenFileDescription open, UserBuffer buffer) {
        appending.lock();
        try {
            long end = stat(task).size();
            open.position(end);
            return writeAt(task, buffer, end);
        } finally {
            appending.unlock();
        }
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        long base;
        switch (whence) {
            case SEEK_SET -> base = 0;
            case SEEK_CUR -> base = open.position();
            case SEEK_END -> base = stat(task).size();
            case SEEK_DATA, SEEK_HOLE -> {
                return hostCall(LSEEK, offset, whence, 0);
            }
            default -> {
                return -EINVAL;
            }
        }
        long target = base + offset;
        // Linux's filesystems say EINVAL also where the sum overflows, unlike man 2 lseek.
        return target < 0 ? -EINVAL : target;
    }

    private long hostCall(int number, long a1, long a2, long a3) {
        if (!host.enter()) {
            return -EBADF;
        }
        try {
            return HostCalls.call(number, host.fd(), a1, a2, a3);
        } finally {
            host.leave();
        }
    }

    @Override
    public Stat stat(Task task) {
        if (host.enter()) {
            try {
                OffHeap scratch = HostBuffers.scratch(task);
                if (HostFs.fstat(host.fd(), scratch) == 0) {
                    file.seen(HostBuffers.stat(scratch, file.hostFs().device(file.hostDevice())));
                }
            } finally {
                host.leave();
            }
        }
        return file.seen();
    }

    @Override
    public long sync(boolean dataOnly) {
        return file.hostFs().writable() ? hostCall(dataOnly ? FDATASYNC : FSYNC, 0, 0, 0) : 0;
    }

    @Override
    public long truncate(Task task, long length) {
        file.changed();
        return hostCall(FTRUNCATE, length, 0, 0);
    }

    @Override
    public long fallocate(Task task, OpenFileDescription open, int mode, long offset, long length) {
        boolean keeps = (mode & FALLOC_FL_KEEP_SIZE) != 0;
        long refused = keeps || offset + length <= stat(task).size() ? 0 : FileSizeLimit.allows(task, offset + length);
        if (refused != 0) {
            return refused;
        }
        file.changed();
        return hostCall(FALLOCATE, mode, offset, length);
    }

    @Override
    public int hostDescriptor() {
        return host.fd();
    }

    @Override
    public long mappable(boolean shared, boolean writable) {
        return 0;
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        if (access == O_RDONLY) {
            file.hostFs().latelyClosed().keep(file, host, asOpened);
        } else {
            file.closed(host);
            file.hostFs().closed(host);
        }
    }
}
