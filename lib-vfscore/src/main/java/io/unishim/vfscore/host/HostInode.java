package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.StatModes.STATX_BTIME;
import static io.unishim.abi.StatModes.STATX_INO;
import static io.unishim.abi.StatModes.S_IFMT;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.struct.Statx;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import org.jspecify.annotations.Nullable;

/** A file of the host: where it was seen last, and as what. */
abstract class HostInode extends Inode {
    private static final int NEWFSTATAT = Syscall.NEWFSTATAT.number();
    private static final int FCHOWNAT = Syscall.FCHOWNAT.number();
    private static final int UTIMENSAT = Syscall.UTIMENSAT.number();
    private static final int STATX = Syscall.STATX.number();
    private static final long UTIME_OMIT = 0x3ffffffe;

    /** A name in a directory of the host. */
    record HostName(HostDirectory parent, byte[] name) implements Link {
        @Override
        public boolean removed() {
            return false;
        }
    }

    /**
     * How long what the host said is taken for what it would say now, ns: as long as the one call lasts in which a walk has
     * just asked for what stat(2) wants to know.
     */
    private static final long FRESH = 50_000;

    private final HostFs hostFs;
    private final long hostDevice;
    private volatile Stat seen;
    private volatile long seenAt;
    private volatile @Nullable HostName link;

    HostInode(HostFs hostFs, Stat seen, long hostDevice) {
        super(hostFs, seen.mode());
        this.hostFs = hostFs;
        this.hostDevice = hostDevice;
        this.seen = seen;
        this.seenAt = System.nanoTime();
    }

    final HostFs hostFs() {
        return hostFs;
    }

    final long hostDevice() {
        return hostDevice;
    }

    final Stat seen() {
        return seen;
    }

    /** The host has shown it at a place. */
    final void seen(HostDirectory parent, Name name, Stat stat) {
        HostName known = link;
        if (known == null || known.parent != parent || !name.is(known.name)) {
            link = new HostName(parent, name.copy());
        }
        seen(stat);
    }

    final void seen(Stat stat) {
        seen = stat;
        seenAt = System.nanoTime();
    }

    /** What the host said last no longer holds. */
    final void changed() {
        seenAt = System.nanoTime() - 2 * FRESH;
    }

    @Override
    public final @Nullable HostName link() {
        return link;
    }

    @Override
    public final long number() {
        return seen.ino();
    }

    @Override
    public final int mode() {
        return seen.mode();
    }

    @Override
    public final int uid() {
        return seen.uid();
    }

    @Override
    public final int gid() {
        return seen.gid();
    }

    @Override
    public final long rdev() {
        return seen.rdev();
    }

    @Override
    public final Stat stat(Task task) {
        if (!isFresh()) {
            refresh(HostBuffers.scratch(task));
        }
        return seen;
    }

    /** @return whether the host was asked just now */
    final boolean isFresh() {
        return System.nanoTime() - seenAt <= FRESH;
    }

    /** Asks the host, which may not know either; a file that is no longer where it was found has none. */
    @Override
    public final @Nullable Timespec birth(Task task) {
        OffHeap scratch = HostBuffers.scratch(task);
        HostName at = link;
        HostDescriptor directory = at == null ? null : at.parent.enter(scratch);
        if (directory == null || at == null) {
            return null;
        }
        try {
            long path = HostBuffers.put(scratch, 0, at.name);
            long result = HostCalls.call(
                    STATX,
                    directory.fd(),
                    path,
                    AT_SYMLINK_NOFOLLOW,
                    STATX_BTIME | STATX_INO,
                    scratch.address() + HostBuffers.STRUCT,
                    0);
            if (result != 0) {
                return null;
            }
            Statx told = Statx.LAYOUT.decode(scratch.buffer(), HostBuffers.STRUCT);
            return told.stat().ino() == number() ? told.birth() : null;
        } finally {
            directory.leave();
        }
    }

    /** Asks the host again; what it said last stays if the file is no longer there. */
    void refresh(OffHeap scratch) {
        HostName at = link;
        HostDescriptor directory = at == null ? null : at.parent.enter(scratch);
        if (directory == null || at == null) {
            return;
        }
        try {
            long path = HostBuffers.put(scratch, 0, at.name);
            long result = HostCalls.call(
                    NEWFSTATAT, directory.fd(), path, scratch.address() + HostBuffers.STRUCT, AT_SYMLINK_NOFOLLOW);
            if (result == 0 && isThis(scratch)) {
                seen(HostBuffers.stat(scratch, hostFs.device(hostDevice)));
            }
        } finally {
            directory.leave();
        }
    }

    /** @return whether the structure at {@link HostBuffers#STRUCT} describes this inode */
    final boolean isThis(OffHeap scratch) {
        return HostBuffers.device(scratch) == hostDevice
                && HostBuffers.inode(scratch) == number()
                && (HostBuffers.mode(scratch) & S_IFMT) == type();
    }

    /**
     * Opens it by its name, relative to its directory and without following a link, and checks that it is what was found.
     *
     * @return a descriptor of the host's, or a negative errno
     */
    final long openHere(OffHeap scratch, int flags) {
        HostName at = link;
        HostDescriptor directory = at == null ? null : at.parent.enter(scratch);
        if (directory == null || at == null) {
            return -ENOENT;
        }
        try {
            return hostFs.openAt(directory.fd(), HostBuffers.put(scratch, 0, at.name), flags);
        } finally {
            directory.leave();
        }
    }

    @Override
    public long setattr(Task task, Attributes change) {
        if (!hostFs.writable()) {
            return -EROFS;
        }
        OffHeap scratch = HostBuffers.scratch(task);
        HostName at = link;
        HostDescriptor directory = at == null ? null : at.parent.enter(scratch);
        if (directory == null || at == null) {
            return -ENOENT;
        }
        try {
            long result = 0;
            if (change.ownerChanges() || change.groupChanges()) {
                result = HostCalls.call(
                        FCHOWNAT,
                        directory.fd(),
                        HostBuffers.put(scratch, 0, at.name),
                        change.ownerChanges() ? change.uid() : -1,
                        change.groupChanges() ? change.gid() : -1,
                        AT_SYMLINK_NOFOLLOW,
                        0);
            }
            if (result == 0 && (change.atime() != null || change.mtime() != null)) {
                putTime(scratch, HostBuffers.STRUCT, change.atime());
                putTime(scratch, HostBuffers.STRUCT + 16, change.mtime());
                result = HostCalls.call(
                        UTIMENSAT,
                        directory.fd(),
                        HostBuffers.put(scratch, 0, at.name),
                        scratch.address() + HostBuffers.STRUCT,
                        AT_SYMLINK_NOFOLLOW);
            }
            if (result == 0 && (change.mode() >= 0 || change.size() >= 0)) {
                result = setContent(scratch, change);
            }
            return result;
        } finally {
            directory.leave();
            changed();
        }
    }

    /** Changes mode and size, which needs an open file. */
    long setContent(OffHeap scratch, Attributes change) {
        return -EBADF;
    }

    private static void putTime(OffHeap scratch, int at, @Nullable Timespec time) {
        scratch.putLong(at, time == null ? 0 : time.seconds());
        scratch.putLong(at + 8, time == null ? UTIME_OMIT : time.nanos());
    }
}
