package io.unishim.nio;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_SET;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserRef;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An open file. The position is the kernel's; an interrupt of the thread that uses it closes it, as for Java's own. */
final class ShimFileChannel extends FileChannel {
    private static final int STEP = 64 * 1024;
    private static final int NOT_ON_HOST = Integer.MAX_VALUE;

    private final ShimFileSystem files;
    private final SharedDescriptor handle;
    private final OpenRequest request;
    private final ReentrantLock positionLock = new ReentrantLock();
    private volatile @Nullable ChannelLocks locks;

    private ShimFileChannel(ShimFileSystem files, int fd, OpenRequest request) {
        this.files = files;
        this.handle = new SharedDescriptor(files.kernel(), fd);
        this.request = request;
    }

    static ShimFileChannel open(ShimFileSystem files, Tree tree, ShimPath path, OpenRequest request, int mode)
            throws IOException {
        long fd = request.createNew() && isDot(path) ? -EEXIST : tree.open(path, request.flags(), mode);
        if (fd == -EISDIR && request.createNew()) {
            fd = -EEXIST;
        }
        Errors.check(fd, "open", path);
        if (request.deleteOnClose()) {
            tree.unlink(path); // at once: nobody finds it any more, and whatever ends the process ends the file
        }
        return new ShimFileChannel(files, (int) fd, request);
    }

    private static boolean isDot(ShimPath path) {
        ShimPath name = path.getFileName();
        return name != null && (name.isEmpty() || name.toString().equals("."));
    }

    // What every operation has around it.

    private void ensureOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void ensureReadable() {
        if (!request.read()) {
            throw new NonReadableChannelException();
        }
    }

    private void ensureWritable() {
        if (!request.write()) {
            throw new NonWritableChannelException();
        }
    }

    /** Makes a call that may wait; a close by another thread ends it. */
    private long call(String name, SharedDescriptor.Call call) throws IOException {
        boolean completed = false;
        long result = -EBADF;
        try {
            begin();
            result = handle.ifOpen(call, -EBADF);
            completed = result >= 0;
        } finally {
            end(completed);
        }
        if (result < 0 && !isOpen()) {
            throw new AsynchronousCloseException();
        }
        return Errors.checkOpen(result, name, handle.fd());
    }

    /** Runs with the position to itself. */
    private <T> T positioned(Work<T> work) throws IOException {
        positionLock.lock();
        try {
            return work.run();
        } finally {
            positionLock.unlock();
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static void ensureNotNegative(long number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("a negative " + what);
        }
    }

    @Override
    protected void implCloseChannel() {
        ChannelLocks held = locks;
        if (held != null) {
            held.invalidateAll();
        }
        handle.close();
    }

    // Reading.

    @Override
    public int read(ByteBuffer dst) throws IOException {
        ensureOpen();
        ensureReadable();
        ensureFillable(dst);
        return positioned(() -> filled(
                dst,
                dst.hasRemaining()
                        ? call("read", (kernel, task, fd) -> kernel.io.read(task, fd, UserBuffer.of(dst)))
                        : 0));
    }

    @Override
    public int read(ByteBuffer dst, long position) throws IOException {
        ensureNotNegative(position, "position");
        ensureReadable();
        ensureOpen();
        ensureFillable(dst);
        return filled(
                dst,
                dst.hasRemaining()
                        ? call(
                                "pread64",
                                (kernel, task, fd) -> kernel.positioned.pread64(task, fd, UserBuffer.of(dst), position))
                        : 0);
    }

    private static void ensureFillable(ByteBuffer dst) {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
    }

    private static int filled(ByteBuffer dst, long count) {
        if (count == 0 && dst.hasRemaining()) {
            return -1;
        }
        dst.position(dst.position() + (int) count);
        return (int) count;
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        ByteBuffer[] some = some(dsts, offset, length);
        ensureOpen();
        ensureReadable();
        for (ByteBuffer each : some) {
            ensureFillable(each);
        }
        boolean room = Arrays.stream(some).anyMatch(ByteBuffer::hasRemaining);
        return positioned(() -> {
            long count = !room ? 0 : call("readv", (kernel, task, fd) -> kernel.io.readv(task, fd, UserIovec.of(some)));
            io.unishim.call.View.advance(count, some);
            return count == 0 && room ? -1 : count;
        });
    }

    private static ByteBuffer[] some(ByteBuffer[] all, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, all.length);
        return Arrays.copyOfRange(all, offset, offset + Math.min(length, UserIovec.MAX_SEGMENTS));
    }

    // Writing.

    @Override
    public int write(ByteBuffer src) throws IOException {
        ensureOpen();
        ensureWritable();
        return positioned(() -> {
            long count = call("write", (kernel, task, fd) -> kernel.io.write(task, fd, UserBuffer.of(src)));
            src.position(src.position() + (int) count);
            return (int) count;
        });
    }

    @Override
    public int write(ByteBuffer src, long position) throws IOException {
        Objects.requireNonNull(src);
        ensureNotNegative(position, "position");
        ensureWritable();
        ensureOpen();
        long count = call(
                "pwrite64", (kernel, task, fd) -> kernel.positioned.pwrite64(task, fd, UserBuffer.of(src), position));
        src.position(src.position() + (int) count);
        return (int) count;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        ByteBuffer[] some = some(srcs, offset, length);
        ensureOpen();
        ensureWritable();
        return positioned(() -> {
            long count = call("writev", (kernel, task, fd) -> kernel.io.writev(task, fd, UserIovec.of(some)));
            io.unishim.call.View.advance(count, some);
            return count;
        });
    }

    // Position and size.

    @Override
    public long position() throws IOException {
        ensureOpen();
        return positioned(() -> request.append() ? size() : seek(0, SEEK_CUR));
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        ensureOpen();
        ensureNotNegative(newPosition, "position");
        positioned(() -> seek(newPosition, SEEK_SET));
        return this;
    }

    private long seek(long offset, int whence) throws IOException {
        return call("lseek", (kernel, task, fd) -> kernel.io.lseek(task, fd, offset, whence));
    }

    /** Finds data or a hole: SEEK_DATA or SEEK_HOLE. @return -1 past the last */
    long find(long from, int whence) throws IOException {
        return positioned(() -> {
            long back = seek(0, SEEK_CUR);
            long found = handle.ifOpen((kernel, task, fd) -> kernel.io.lseek(task, fd, from, whence), -EBADF);
            seek(back, SEEK_SET);
            return found < 0 ? -1 : found;
        });
    }

    @Override
    public long size() throws IOException {
        ensureOpen();
        UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
        call("fstat", (kernel, task, fd) -> kernel.stat.fstat(task, fd, room));
        return room.get().size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        ensureOpen();
        ensureNotNegative(size, "size");
        ensureWritable();
        return positioned(() -> {
            if (size < size()) {
                call("ftruncate", (kernel, task, fd) -> kernel.sizes.ftruncate(task, fd, size));
            }
            if (seek(0, SEEK_CUR) > size) {
                seek(size, SEEK_SET);
            }
            return this;
        });
    }

    @Override
    public void force(boolean metaData) throws IOException {
        ensureOpen();
        call("fsync", (kernel, task, fd) -> metaData ? kernel.sizes.fsync(task, fd) : kernel.sizes.fdatasync(task, fd));
    }

    // Transfers.

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        ensureOpen();
        ensureOpen(target.isOpen());
        ensureReadable();
        if (target instanceof ShimFileChannel other) {
            other.ensureWritable();
        }
        ensureNotNegative(position, "position");
        ensureNotNegative(count, "count");
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STEP, count));
        long done = 0;
        while (done < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
            if (read(buffer, position + done) <= 0) {
                break;
            }
            buffer.flip();
            int taken = target.write(buffer);
            done += taken;
            if (buffer.hasRemaining()) {
                break;
            }
        }
        return done;
    }

    private static void ensureOpen(boolean open) throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
        ensureOpen();
        ensureOpen(src.isOpen());
        ensureWritable();
        if (src instanceof ShimFileChannel other) {
            other.ensureReadable();
        }
        ensureNotNegative(position, "position");
        ensureNotNegative(count, "count");
        if (position > size()) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STEP, count));
        long done = 0;
        while (done < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
            if (src.read(buffer) <= 0) {
                break;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                done += write(buffer, position + done);
            }
        }
        return done;
    }

    /**
     * Maps a part of the file. What is written there, and what others write by calls or in mappings of their own, is one.
     *
     * @throws UnsupportedOperationException if the host cannot map the file: those of {@code /proc}, for one
     */
    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        ensureOpen();
        Objects.requireNonNull(mode);
        ensureNotNegative(position, "position");
        ensureNotNegative(size, "size");
        if (position + size < 0 || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a part of " + size + " bytes from " + position + " on");
        }
        if (mode != MapMode.READ_ONLY) {
            ensureWritable();
        }
        ensureReadable();
        if (size() < position + size) {
            if (!request.write()) {
                throw new IOException("not open for writing: the file ends before the part to map does");
            }
            call("ftruncate", (kernel, task, fd) -> kernel.sizes.ftruncate(task, fd, position + size));
        }
        int onHost = (int) call("mmap", this::hostDescriptor);
        if (onHost == NOT_ON_HOST) {
            throw new UnsupportedOperationException("the host cannot map this file");
        }
        Path mapped = Path.of("/proc/self/fd/" + onHost);
        Set<StandardOpenOption> how = request.write() ? Set.of(READ, WRITE) : Set.of(READ);
        try (FileChannel channel = FileChannel.open(mapped, how)) {
            return channel.map(mode, position, size);
        }
    }

    private long hostDescriptor(Kernel kernel, Task task, int fd) {
        OpenFileDescription open = task.process().state(Descriptors.KEY).get(fd);
        int found = open == null ? -1 : open.file().hostDescriptor();
        return found < 0 ? NOT_ON_HOST : found;
    }

    // Locks.

    private ChannelLocks channelLocks() throws IOException {
        ChannelLocks known = locks;
        if (known == null) {
            UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
            call("fstat", (kernel, task, fd) -> kernel.stat.fstat(task, fd, room));
            synchronized (this) {
                known = locks;
                if (known == null) {
                    known = new ChannelLocks(this, handle, files.locks(), room.get());
                    locks = known;
                }
            }
        }
        return known;
    }

    private ChannelLocks lockable(boolean shared) throws IOException {
        ensureOpen();
        if (shared) {
            ensureReadable();
        } else {
            ensureWritable();
        }
        return channelLocks();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        ChannelLocks held = lockable(shared);
        FileLock found = null;
        boolean completed = false;
        try {
            begin();
            found = held.take(position, size, shared, true);
            completed = found != null;
        } finally {
            end(completed);
        }
        if (found == null) {
            throw new AsynchronousCloseException();
        }
        return found;
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return lockable(shared).take(position, size, shared, false);
    }
}
