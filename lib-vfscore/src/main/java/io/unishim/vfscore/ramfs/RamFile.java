package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Capabilities.CAP_FSETID;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EFBIG;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.FALLOC_FL_KEEP_SIZE;
import static io.unishim.abi.Fcntl.FALLOC_FL_PUNCH_HOLE;
import static io.unishim.abi.Fcntl.FALLOC_FL_ZERO_RANGE;
import static io.unishim.abi.Fcntl.F_SEAL_EXEC;
import static io.unishim.abi.Fcntl.F_SEAL_FUTURE_WRITE;
import static io.unishim.abi.Fcntl.F_SEAL_GROW;
import static io.unishim.abi.Fcntl.F_SEAL_SEAL;
import static io.unishim.abi.Fcntl.F_SEAL_SHRINK;
import static io.unishim.abi.Fcntl.F_SEAL_WRITE;
import static io.unishim.abi.Fcntl.SEEK_DATA;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_ISGID;
import static io.unishim.abi.StatModes.S_ISUID;
import static io.unishim.abi.StatModes.S_IXGRP;

import io.unishim.file.Faults;
import io.unishim.file.FileOperations;
import io.unishim.file.FileSizeLimit;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.SealedFile;
import io.unishim.vfscore.tree.VfsPath;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/** An ordinary file in memory. Readers share its lock, whoever changes it has it alone, so that nothing is half seen. */
public final class RamFile extends RamInode implements SealedFile {
    private static final int NO_WRITES = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
    private static final int EXECUTE_BITS = 0111;

    private static final VarHandle SEALS;

    static {
        try {
            SEALS = MethodHandles.lookup().findVarHandle(RamFile.class, "seals", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StampedLock lock = new StampedLock();
    private FileContent content;
    private volatile long size;
    private volatile int seals;
    private boolean forgotten;
    private int writableMappings;

    RamFile(RamFs ramFs, int mode, int uid, int gid, int seals) {
        super(ramFs, S_IFREG | mode, uid, gid);
        this.content = new Content(ramFs.pool(), ramFs.space());
        SEALS.set(this, seals); // a new file is seen by nobody
    }

    @Override
    long size() {
        return size;
    }

    @Override
    public boolean gone() {
        return isForgotten();
    }

    @Override
    long blocks() {
        return content.pages() * (PagePool.PAGE / 512);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        if (lost()) {
            return -EIO;
        }
        return keepIfThere() ? found.file(new RamOpenFile(this, path)) : GONE;
    }

    /**
     * Opens it where it has no name.
     *
     * @param link what {@code /proc/PID/fd} shows
     * @return the open file
     */
    public FileOperations openUnnamed(VfsPath path, byte[] link) {
        keep();
        return new RamOpenFile(this, path) {
            @Override
            public byte[] link(@Nullable VfsPath root) {
                return link;
            }
        };
    }

    /** Gives the content back; nobody can read it any more. */
    @Override
    void forget() {
        if (size == 0 && content.pages() == 0 && content instanceof Content) {
            forgotten = true; // who cuts it by name right now may find it longer, but nothing in it
            return;
        }
        long stamp = lock.writeLock();
        try {
            content.free();
            content = new Content(ramFs().pool(), ramFs().space());
            size = 0;
            forgotten = true;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    // The disk.

    /** Marks bytes as not durable; the lock is held. */
    private void dirty(long at, long count) {
        DiskNode node = node();
        if (node != null && count > 0) {
            node.dirty(at, count);
        }
    }

    /** @return the buffer, or its beginning where a short transfer is wanted */
    UserBuffer shortened(UserBuffer buffer) {
        Disk disk = ramFs().disk;
        return disk == null ? buffer : disk.shortened(buffer);
    }

    /** Does something with the content while nobody changes it. */
    long reading(ContentReader reader) {
        long stamp = lock.readLock();
        try {
            return reader.read(content, size);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** What is done with the content. */
    interface ContentReader {
        long read(FileContent content, long size);
    }

    /** Fills a new file with what is durable. */
    void fill(DiskNode from) {
        for (Map.Entry<Long, byte[]> page : from.pages().entrySet()) {
            long unused = content.write(
                    UserBuffer.of(page.getValue(), 0, PagePool.PAGE), page.getKey() * PagePool.PAGE, PagePool.PAGE);
        }
        size = from.size();
    }

    // Content.

    /**
     * Moves the content to where the host can map it, unless it is there.
     *
     * @return a descriptor of the host's that stays open while this file is, or -1 if the host has no memory for it
     */
    int hostDescriptor() {
        long stamp = lock.writeLock();
        try {
            if (content instanceof HostContent there) {
                return there.descriptor();
            }
            HostContent moved = HostContent.of(content, size, ramFs());
            if (moved == null) {
                return -1;
            }
            content = moved;
            return moved.descriptor();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** @return bytes read; 0 at the end */
    long read(UserBuffer buffer, long position) {
        long stamp = lock.readLock();
        try {
            long count = Math.min(buffer.length(), size - position);
            return count <= 0 ? 0 : content.read(buffer, position, count);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Adds to the end, for whoever fills a file system before it is mounted. @return bytes written, or an errno */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock; volatile for who asks without it
    public long fill(UserBuffer buffer) {
        long stamp = lock.writeLock();
        try {
            long done = content.write(buffer, size, buffer.length());
            if (done > 0) {
                size += done;
            }
            return done;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** @param position where to write, or -1 for the end @return bytes written; {@code by} learns where that began */
    long write(Task task, UserBuffer buffer, long position, RamOpenFile by) {
        long length = buffer.length();
        long stamp = lock.writeLock();
        try {
            long at = position < 0 ? size : position;
            by.began(at);
            if (length == 0) {
                return 0;
            }
            long count = FileSizeLimit.room(task, at, length);
            if (count < 0) {
                return count;
            }
            count = Math.min(count, Long.MAX_VALUE - at);
            if (count == 0) {
                return -EFBIG;
            }
            long refused = sealed(at, count);
            if (refused != 0) {
                return refused;
            }
            dropPrivileges(task);
            try {
                long done = content.write(buffer, at, count);
                if (done > 0 && at + done > size) {
                    size = at + done;
                }
                dirty(at, done);
                return done;
            } finally {
                modified();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private long sealed(long at, long length) {
        int now = seals;
        if (now == 0 || now == F_SEAL_SEAL) {
            return 0;
        }
        boolean grows = (now & F_SEAL_GROW) != 0 && at + length > size;
        return (now & NO_WRITES) != 0 || grows ? -EPERM : 0;
    }

    /** Writing takes the set-id bits away from files of others (the kernel's file_remove_privs). */
    private void dropPrivileges(Task task) {
        int mode = mode();
        if ((mode & (S_ISUID | S_ISGID)) == 0) {
            return;
        }
        Credentials who = Credentials.of(task);
        if (!who.hasCapability(CAP_FSETID)) {
            boolean groupToo = (mode & S_IXGRP) != 0 || !who.inGroup(gid());
            clearMode(groupToo ? S_ISUID | S_ISGID : S_ISUID);
        }
    }

    private void resize(long newSize) {
        if (newSize <= size) {
            content.cut(newSize);
        } else {
            content.grown(newSize);
        }
        DiskNode node = node();
        if (newSize < size && node != null && !lost()) {
            node.shrunk(newSize);
        }
        size = newSize;
    }

    @Override
    public long setattr(Task task, Attributes change) {
        long newSize = change.size();
        if (newSize >= 0) {
            long fault = fault(Faults.Operation.WRITE);
            if (fault != 0) {
                return fault;
            }
            long stamp = lock.writeLock();
            try {
                if ((seals & F_SEAL_SHRINK) != 0 && newSize < size || (seals & F_SEAL_GROW) != 0 && newSize > size) {
                    return -EPERM;
                }
                if (!forgotten) {
                    resize(newSize);
                }
                modified();
            } finally {
                lock.unlockWrite(stamp);
            }
        }
        if (change.mode() >= 0 && (seals & F_SEAL_EXEC) != 0 && ((change.mode() ^ mode()) & EXECUTE_BITS) != 0) {
            return -EPERM;
        }
        return newSize >= 0 && change.mode() < 0 ? 0 : super.setattr(task, change);
    }

    long fallocate(Task task, int mode, long offset, long length) {
        long end = offset + length;
        long fault = fault(Faults.Operation.WRITE);
        if (fault != 0) {
            return fault;
        }
        long stamp = lock.writeLock();
        try {
            if ((seals & NO_WRITES) != 0 && (mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0) {
                return -EPERM;
            }
            boolean grows = (mode & FALLOC_FL_KEEP_SIZE) == 0 && end > size;
            if (grows && (seals & F_SEAL_GROW) != 0) {
                return -EPERM;
            }
            dropPrivileges(task);
            long result = 0;
            if ((mode & FALLOC_FL_PUNCH_HOLE) != 0) {
                content.punch(offset, end);
                dirty(offset, Math.min(end, size) - offset);
            } else {
                result = end > size ? FileSizeLimit.allows(task, end) : 0;
                result = result != 0 ? result : content.allocate(offset, end);
            }
            if (result == 0 && grows) {
                content.grown(end);
                size = end;
            }
            modified();
            return result;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    long seekData(long offset, int whence) {
        long stamp = lock.readLock();
        try {
            if (offset < 0 || offset >= size) {
                return -ENXIO;
            }
            if (whence != SEEK_DATA) {
                return content.nextHole(offset, size);
            }
            long found = content.nextData(offset, size);
            return found < 0 ? -ENXIO : found;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    // Seals.

    /** The kernel's i_mmap_writable. */
    void mappedToWrite(int more) {
        long stamp = lock.writeLock();
        writableMappings += more;
        lock.unlockWrite(stamp);
    }

    /** The kernel's seal_check_write. */
    long mappable(boolean toWrite) {
        return toWrite && (seals & NO_WRITES) != 0 ? -EPERM : 0;
    }

    @Override
    public int seals() {
        return seals;
    }

    @Override
    public long addSeals(int more) {
        long stamp = lock.writeLock();
        try {
            if ((seals & F_SEAL_SEAL) != 0) {
                return -EPERM;
            }
            if ((more & ~seals & F_SEAL_WRITE) != 0 && writableMappings > 0) {
                return -EBUSY;
            }
            seals |= more;
            return 0;
        } finally {
            lock.unlockWrite(stamp);
        }
    }
}
