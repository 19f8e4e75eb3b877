package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Fcntl.FALLOC_FL_KEEP_SIZE;
import static io.unishim.abi.Fcntl.FALLOC_FL_PUNCH_HOLE;
import static io.unishim.abi.Fcntl.SEEK_DATA;
import static io.unishim.abi.Fcntl.SEEK_HOLE;
import static io.unishim.vfscore.ramfs.PagePool.PAGE;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.vfscore.tree.Vfs;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file that programs have mapped: anonymous memory of the host ({@code memfd_create(2)}), so that the host's
 * kernel keeps all mappings and the file one and the same, holes and a moving end included. Nothing of the host's files is
 * reached by it.
 */
final class HostContent implements FileContent {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_EXEC = 0x10;
    private static final int PIECE = 64 * 1024;
    private static final int STAT_BLOCKS = 64;

    private final int fd;
    private final Vfs vfs;
    private final Space space;
    private final Runnable close = this::close;
    private final OffHeap writing = OffHeap.allocate(PIECE);
    private final Scratch reading = new Scratch();
    private boolean closed;

    /** The pages that were taken from the file system's space; a program that fills holes by a mapping takes them later. */
    private long taken;

    private HostContent(int fd, RamFs ramFs) {
        this.fd = fd;
        this.vfs = ramFs.vfs();
        this.space = ramFs.space();
        vfs.atEnd(close);
    }

    /** @return content that is moved to memory of the host, and freed where it was; null if the host has none */
    static @Nullable HostContent of(FileContent before, long size, RamFs ramFs) {
        int fd = create();
        if (fd < 0) {
            return null;
        }
        HostContent made = new HostContent(fd, ramFs);
        if (made.call(Syscall.FTRUNCATE, size, 0, 0) < 0 || !made.copy(before, size)) {
            made.free();
            return null;
        }
        before.free();
        made.settle();
        return made;
    }

    private static int create() {
        OffHeap name = OffHeap.allocate(16);
        name.put(0, new byte[] {'u', 'n', 'i', 's', 'h', 'i', 'm'}, 0, 7);
        try {
            int number = Syscall.MEMFD_CREATE.number();
            long fd = HostCalls.call(number, name.address(), MFD_CLOEXEC | MFD_EXEC, 0);
            // Before Linux 6.3 there was no MFD_EXEC, and every such file could be executed.
            return (int) (fd == -EINVAL ? HostCalls.call(number, name.address(), MFD_CLOEXEC, 0) : fd);
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    private boolean copy(FileContent from, long size) {
        long at = from.nextData(0, size);
        while (at >= 0) {
            long end = from.nextHole(at, size);
            while (at < end) {
                int step = (int) Math.min(PIECE, end - at);
                long got = from.read(UserBuffer.of(writing.buffer().slice(0, step)), at, step);
                if (got <= 0 || put((int) got, at) != got) {
                    return false;
                }
                at += got;
            }
            at = from.nextData(end, size);
        }
        return true;
    }

    /** @return a descriptor of the host's, open until {@link #free} */
    int descriptor() {
        return fd;
    }

    private long call(Syscall call, long a1, long a2, long a3) {
        return HostCalls.call(call.number(), fd, a1, a2, a3);
    }

    @Override
    public long pages() {
        OffHeap stat = reading.take();
        try {
            return call(Syscall.FSTAT, stat.address(), 0, 0) < 0 ? 0 : stat.getLong(STAT_BLOCKS) / 8;
        } finally {
            reading.giveBack(stat);
        }
    }

    @Override
    public long pages(long first, long last) {
        long end = last >= Long.MAX_VALUE >>> 13 ? Long.MAX_VALUE : (last + 1) * PagePool.PAGE;
        long found = 0;
        long at = first > Long.MAX_VALUE >>> 13 ? -1 : nextData(first * PagePool.PAGE, end);
        while (at >= 0 && at < end) {
            long hole = nextHole(at, end);
            found += (hole + PagePool.PAGE - 1) / PagePool.PAGE - at / PagePool.PAGE;
            at = hole >= end ? -1 : nextData(hole, end);
        }
        return found;
    }

    @Override
    public long read(UserBuffer target, long position, long length) {
        OffHeap block = reading.take();
        long done = 0;
        try {
            while (done < length) {
                int step = (int) Math.min(block.size(), length - done);
                long got = call(Syscall.PREAD64, block.address(), step, position + done);
                if (got <= 0) {
                    return done;
                }
                int put = target.put(done, block, 0, (int) got);
                done += put;
                if (put < got) {
                    return done;
                }
            }
            return done;
        } catch (MemoryFault fault) {
            if (done == 0) {
                throw fault;
            }
            return done;
        } finally {
            reading.giveBack(block);
        }
    }

    @Override
    public long write(UserBuffer source, long position, long length) {
        long most = room(position, length);
        if (most == 0) {
            return -ENOSPC;
        }
        try {
            return writeAll(source, position, most);
        } finally {
            settle();
        }
    }

    /** Takes what the holes in a range need. @return for how many bytes there is space */
    private long room(long position, long length) {
        long end = position + length;
        long at = position & -PAGE;
        while (at < end) {
            long data = dataFrom(at, end);
            long holes = (data - at + PAGE - 1) / PAGE;
            long granted = space.takePages(holes);
            taken += granted;
            if (granted < holes) {
                return Math.max(0, at + granted * PAGE - position);
            }
            at = data >= end ? end : nextHole(data, end);
        }
        return length;
    }

    private long dataFrom(long at, long end) {
        long data = nextData(at, end);
        return data < 0 ? end : data;
    }

    /** Takes or gives back pages, for as many as there are now. */
    private void settle() {
        long more = pages() - taken;
        if (more > 0) {
            taken += space.takePages(more);
        } else if (more < 0) {
            space.givePages(-more);
            taken += more;
        }
    }

    private long writeAll(UserBuffer source, long position, long length) {
        long done = 0;
        try {
            while (done < length) {
                int step = (int) Math.min(PIECE, length - done);
                int got = source.get(done, writing, 0, step);
                long put = put(got, position + done);
                if (put < 0) {
                    return done == 0 ? put : done;
                }
                done += put;
                if (put < step) {
                    return done;
                }
            }
            return done;
        } catch (MemoryFault fault) {
            if (done == 0) {
                throw fault;
            }
            return done;
        }
    }

    private long put(int count, long position) {
        return call(Syscall.PWRITE64, writing.address(), count, position);
    }

    @Override
    public long allocate(long from, long to) {
        boolean enough = room(from, to - from) == to - from;
        long result = enough ? call(Syscall.FALLOCATE, FALLOC_FL_KEEP_SIZE, from, to - from) : -ENOSPC;
        settle();
        return result;
    }

    @Override
    public void punch(long from, long to) {
        long unused = call(Syscall.FALLOCATE, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, to - from);
        settle();
    }

    @Override
    public void cut(long size) {
        long unused = call(Syscall.FTRUNCATE, size, 0, 0);
        settle();
    }

    @Override
    public void grown(long size) {
        cut(size); // the host cuts nothing either
    }

    @Override
    public long nextData(long from, long size) {
        long found = call(Syscall.LSEEK, from, SEEK_DATA, 0);
        return found >= size ? -1 : Math.max(-1, found);
    }

    @Override
    public long nextHole(long from, long size) {
        long found = call(Syscall.LSEEK, from, SEEK_HOLE, 0);
        return found < 0 ? size : Math.min(found, size);
    }

    @Override
    public void free() {
        vfs.notAtEnd(close);
        close();
        space.givePages(taken);
        taken = 0;
    }

    private synchronized void close() {
        if (!closed) {
            closed = true;
            long unused = call(Syscall.CLOSE, 0, 0, 0);
        }
    }
}
