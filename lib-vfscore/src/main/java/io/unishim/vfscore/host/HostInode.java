package io.unishim.vfscore.host;

import static io.unishim.abi.Capabilities.CAP_DAC_OVERRIDE;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.StatModes.STATX_BTIME;
import static io.unishim.abi.StatModes.STATX_INO;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.Xattr.XATTR_NAME_POSIX_ACL_ACCESS;
import static io.unishim.abi.Xattr.XATTR_NAME_POSIX_ACL_DEFAULT;
import static io.unishim.abi.Xattr.XATTR_USER_PREFIX;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.struct.Statx;
import io.unishim.struct.Timespec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Acl;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Protection;
import org.jspecify.annotations.Nullable;

/** A file of the host: where it was seen last, and as what. */
abstract class HostInode extends Inode {
    private static final int NEWFSTATAT = Syscall.NEWFSTATAT.number();
    private static final int FCHOWNAT = Syscall.FCHOWNAT.number();
    private static final int UTIMENSAT = Syscall.UTIMENSAT.number();
    private static final int STATX = Syscall.STATX.number();
    private static final int GROUP_BITS = 070;
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
    private volatile @Nullable Known known;

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

    /** @return whether the host has it where it was found */
    final boolean isNamed(OffHeap scratch) {
        HostName at = link;
        HostDescriptor directory = at == null ? null : at.parent.enter(scratch);
        if (directory == null || at == null) {
            return false;
        }
        try {
            long path = HostBuffers.put(scratch, 0, at.name);
            long struct = scratch.address() + HostBuffers.STRUCT;
            return HostCalls.call(NEWFSTATAT, directory.fd(), path, struct, AT_SYMLINK_NOFOLLOW) == 0
                    && isThis(scratch);
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
            long result = setOwnerAndTimes(
                    directory.fd(), HostBuffers.put(scratch, 0, at.name), AT_SYMLINK_NOFOLLOW, scratch, change);
            if (result == 0 && (change.mode() >= 0 || change.size() >= 0)) {
                result = setContent(scratch, change);
            }
            return result;
        } finally {
            directory.leave();
            changed();
        }
    }

    // What the host's own file system keeps besides.

    @Override
    public final long getxattr(Task task, String name, Found found) {
        return HostAttributes.get(task, this, name, found);
    }

    @Override
    public final long listxattr(Task task, Found found) {
        return HostAttributes.list(task, this, found);
    }

    /** Those of users alone: others mean something to the host, which programs here have no say in. */
    @Override
    public final long setxattr(Task task, String name, byte[] value, int flags) {
        return !name.startsWith(XATTR_USER_PREFIX)
                ? -EOPNOTSUPP
                : hostFs.writable() ? HostAttributes.set(task, this, name, value, flags) : -EROFS;
    }

    @Override
    public final long removexattr(Task task, String name) {
        return !name.startsWith(XATTR_USER_PREFIX)
                ? -EOPNOTSUPP
                : hostFs.writable() ? HostAttributes.remove(task, this, name) : -EROFS;
    }

    private static String listName(boolean initial) {
        return initial ? XATTR_NAME_POSIX_ACL_DEFAULT : XATTR_NAME_POSIX_ACL_ACCESS;
    }

    @Override
    public final boolean protectable(Task task) {
        return type() != S_IFLNK && getxattr(task, XATTR_NAME_POSIX_ACL_ACCESS, new Found()) != -EOPNOTSUPP;
    }

    @Override
    public final @Nullable Acl acl(Task task, boolean initial) {
        Found found = new Found();
        boolean there = getxattr(task, listName(initial), found) == 0 && Acl.readable(found.bytes()) == 0;
        return there ? Acl.of(found.bytes()) : null;
    }

    /** A list, as it was when the file had changed last. */
    private record Known(Timespec ctime, Protection protection) {}

    /** What the host would say to somebody without its capabilities, who is asked about only then. */
    @Override
    public final long permission(Task task, Credentials who, int mask) {
        boolean bitsSayAll = who.fsuid() == uid()
                || (mode() & GROUP_BITS) == 0
                || who.hasCapability(CAP_DAC_OVERRIDE)
                || type() == S_IFLNK;
        return bitsSayAll ? super.permission(task, who, mask) : listed(task).check(who, mode(), uid(), gid(), mask);
    }

    private Protection listed(Task task) {
        Known now = known;
        Timespec ctime = seen.ctime();
        if (now == null || !now.ctime.equals(ctime)) {
            now = new Known(ctime, Protection.NONE.withAcl(false, acl(task, false)));
            known = now;
        }
        return now.protection;
    }

    @Override
    public final long setAcl(Task task, boolean initial, @Nullable Acl acl, int mode) {
        if (!hostFs.writable()) {
            return -EROFS;
        }
        long result = acl == null
                ? HostAttributes.remove(task, this, listName(initial))
                : HostAttributes.set(task, this, listName(initial), acl.bytes(), 0);
        changed();
        if (result == -ENODATA) {
            result = 0;
        }
        return result == 0 && mode >= 0 && acl == null ? setattr(task, Attributes.ofMode(mode)) : result;
    }

    /** @return a descriptor of the host's that may be asked for flags, or a negative errno */
    long openForFlags(OffHeap scratch) {
        return -EOPNOTSUPP;
    }

    @Override
    public final long flags(Task task) {
        OffHeap scratch = HostBuffers.scratch(task);
        return HostAttributes.flags(scratch, openForFlags(scratch));
    }

    @Override
    public final long setFlags(Task task, int flags) {
        OffHeap scratch = HostBuffers.scratch(task);
        long result = hostFs.writable() ? HostAttributes.setFlags(scratch, openForFlags(scratch), flags) : -EROFS;
        changed();
        return result;
    }

    /**
     * Changes owner and times.
     *
     * @param fd of a directory or of the file
     * @param path the address of the name there
     */
    static long setOwnerAndTimes(int fd, long path, int flags, OffHeap scratch, Attributes change) {
        long result = 0;
        if (change.ownerChanges() || change.groupChanges()) {
            int uid = change.ownerChanges() ? change.uid() : -1;
            result = HostCalls.call(FCHOWNAT, fd, path, uid, change.groupChanges() ? change.gid() : -1, flags, 0);
        }
        if (result == 0 && (change.atime() != null || change.mtime() != null)) {
            putTime(scratch, HostBuffers.STRUCT, change.atime());
            putTime(scratch, HostBuffers.STRUCT + 16, change.mtime());
            result = HostCalls.call(UTIMENSAT, fd, path, scratch.address() + HostBuffers.STRUCT, flags);
        }
        return result;
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
