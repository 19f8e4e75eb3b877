package io.unishim.nio;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Fcntl.F_OFD_SETLK;
import static io.unishim.abi.Fcntl.F_OFD_SETLKW;
import static io.unishim.abi.Fcntl.F_RDLCK;
import static io.unishim.abi.Fcntl.F_UNLCK;
import static io.unishim.abi.Fcntl.F_WRLCK;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.memory.UserRef;
import io.unishim.struct.Flock;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The locks of one channel. */
final class ChannelLocks {
    private final ShimFileChannel channel;
    private final SharedDescriptor handle;
    private final LockTable table;
    private final LockTable.Key file;
    private final Set<Lock> held = ConcurrentHashMap.newKeySet();

    ChannelLocks(ShimFileChannel channel, SharedDescriptor handle, LockTable table, Stat file) {
        this.channel = channel;
        this.handle = handle;
        this.table = table;
        this.file = new LockTable.Key(file.dev(), file.ino());
    }

    /** A lock that a channel holds until it is released or the channel is closed. */
    private final class Lock extends FileLock {
        private volatile boolean valid = true;

        Lock(long position, long size, boolean shared) {
            super(channel, position, size, shared);
        }

        @Override
        public boolean isValid() {
            return valid;
        }

        @Override
        public synchronized void release() throws IOException {
            if (!channel.isOpen()) {
                throw new ClosedChannelException();
            }
            if (valid) {
                set(this, F_UNLCK, F_OFD_SETLK);
                forget(this);
            }
        }
    }

    private void forget(Lock lock) {
        lock.valid = false;
        held.remove(lock);
        table.remove(file, lock);
    }

    /** @return the lock, or null if another process holds one and this is not to wait, or the channel was closed */
    @Nullable
    FileLock take(long position, long size, boolean shared, boolean wait) throws IOException {
        Lock lock = new Lock(position, size, shared);
        table.add(file, lock);
        held.add(lock);
        long result = -EBADF;
        try {
            result = set(lock, shared ? F_RDLCK : F_WRLCK, wait ? F_OFD_SETLKW : F_OFD_SETLK);
        } finally {
            if (result != 0) {
                forget(lock);
            }
        }
        if (result == 0) {
            return lock;
        }
        if (!channel.isOpen() || !wait && (result == -EAGAIN || result == -EACCES)) {
            return null;
        }
        throw Errors.ofOpen(result, "fcntl", handle.fd());
    }

    private long set(FileLock lock, int type, int command) {
        long length = lock.size() == Long.MAX_VALUE ? 0 : lock.size();
        Flock flock = new Flock((short) type, (short) SEEK_SET, lock.position(), length, 0);
        return handle.ifOpen((kernel, task, fd) -> fcntl(kernel, task, fd, command, flock), -EBADF);
    }

    private static long fcntl(Kernel kernel, Task task, int fd, int command, Flock flock) {
        long address = UserRef.of(Flock.LAYOUT, flock).addressIn(task.memory());
        try {
            return kernel.descriptors.fcntl(task, fd, command, address);
        } finally {
            task.memory().reclaim(address);
        }
    }

    /** The channel closes, and the kernel drops its locks. */
    void invalidateAll() {
        held.forEach(this::forget);
    }
}
