package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.AT_REMOVEDIR;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Fcntl.RENAME_WHITEOUT;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_ISGID;
import static io.unishim.abi.StatModes.S_ISUID;

import io.unishim.abi.StatModes;
import io.unishim.abi.Syscall;
import io.unishim.file.SocketNodes;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory of the host: names are looked up relative to a descriptor of it. */
final class HostDirectory extends HostInode {
    private static final int NEWFSTATAT = Syscall.NEWFSTATAT.number();
    private static final int MKDIRAT = Syscall.MKDIRAT.number();
    private static final int MKNODAT = Syscall.MKNODAT.number();
    private static final int SYMLINKAT = Syscall.SYMLINKAT.number();
    private static final int FCHOWNAT = Syscall.FCHOWNAT.number();
    private static final int LINKAT = Syscall.LINKAT.number();
    private static final int UNLINKAT = Syscall.UNLINKAT.number();
    private static final int RENAMEAT2 = Syscall.RENAMEAT2.number();
    private static final int FCHMOD = Syscall.FCHMOD.number();
    private static final byte[] ITSELF = {'.'};

    private volatile @Nullable HostDescriptor descriptor;
    private volatile boolean used;
    private volatile Map<Name, MountPoint> mountPoints = Map.of();

    HostDirectory(HostFs hostFs, Stat seen, long hostDevice) {
        super(hostFs, seen, hostDevice);
    }

    void rootDescriptor(HostDescriptor root) {
        descriptor = root;
    }

    /** @return whether it was used since this was last asked */
    boolean usedLately() {
        boolean was = used;
        used = false;
        return was;
    }

    void closeDescriptor() {
        HostDescriptor open = descriptor;
        descriptor = null;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Begins to use the directory's descriptor; opens it if it is not.
     *
     * @param scratch for names and structures
     * @return it, to be {@linkplain HostDescriptor#leave left}; null if the host has no such directory here any more
     */
    @Nullable
    HostDescriptor enter(OffHeap scratch) {
        HostDescriptor open = entered();
        return open != null ? open : reopen(scratch);
    }

    private @Nullable HostDescriptor entered() {
        HostDescriptor open = descriptor;
        if (open == null || !open.enter()) {
            return null;
        }
        used = true;
        return open;
    }

    /** From the next directory above that is open down to this one, name by name: however deep, and without recursion. */
    private @Nullable HostDescriptor reopen(OffHeap scratch) {
        if (!Link.leads(this, hostFs().root())) {
            return null; // the host has moved what is above it, and the way there is not known
        }
        Deque<HostDirectory> closed = new ArrayDeque<>();
        HostDirectory at = this;
        HostDescriptor open = null;
        while (open == null) {
            closed.push(at);
            HostName link = at.link();
            if (link == null) {
                return null; // the mounted one itself, after the end
            }
            at = link.parent();
            open = at.entered();
        }
        while (open != null && !closed.isEmpty()) {
            HostDescriptor above = open;
            open = closed.pop().openFrom(above, scratch);
            above.leave();
        }
        return open;
    }

    private @Nullable HostDescriptor openFrom(HostDescriptor above, OffHeap scratch) {
        HostName link = link();
        if (link == null) {
            return null;
        }
        long path = HostBuffers.put(scratch, 0, link.name());
        long fd = hostFs().openAt(above.fd(), path, O_PATH | O_DIRECTORY);
        if (fd < 0) {
            return null;
        }
        HostDescriptor opened = new HostDescriptor((int) fd);
        if (HostFs.fstat((int) fd, scratch) != 0 || !isThis(scratch)) {
            opened.close();
            return null;
        }
        opened.enter();
        HostDescriptor old;
        synchronized (this) {
            old = descriptor;
            descriptor = opened;
        }
        if (old != null) {
            old.close();
        } else {
            hostFs().openDirectories().opened(this);
        }
        return opened;
    }

    @Override
    long openForFlags(OffHeap scratch) {
        HostDescriptor open = enter(scratch);
        if (open == null) {
            return -ENOENT;
        }
        try {
            return hostFs().openAt(open.fd(), HostBuffers.put(scratch, 0, ITSELF), O_RDONLY | O_DIRECTORY);
        } finally {
            open.leave();
        }
    }

    @Override
    void refresh(OffHeap scratch) {
        HostDescriptor open = enter(scratch);
        if (open != null) {
            try {
                if (HostFs.fstat(open.fd(), scratch) == 0) {
                    seen(HostBuffers.stat(scratch, hostFs().device(hostDevice())));
                }
            } finally {
                open.leave();
            }
        }
    }

    @Override
    public long lookup(Task task, Name name, Found found) {
        return at(task, (fd, scratch) -> find(fd, scratch, name, found));
    }

    private long find(int fd, OffHeap scratch, Name name, Found found) {
        long path = HostBuffers.put(scratch, 0, name);
        long result = HostCalls.call(NEWFSTATAT, fd, path, scratch.address() + HostBuffers.STRUCT, AT_SYMLINK_NOFOLLOW);
        if (result < 0) {
            MountPoint point = result == -ENOENT ? mountPoint(name) : null;
            return point == null ? result : found.inode(point);
        }
        HostInode inode = hostFs().inode(this, name, scratch);
        return inode == null ? HostFs.refused() : found.inode(inode);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return at(task, (fd, scratch) -> {
            long opened = hostFs().openAt(fd, HostBuffers.put(scratch, 0, ITSELF), O_RDONLY | O_DIRECTORY);
            return opened < 0
                    ? opened
                    : found.file(new HostOpenDirectory(this, path, new HostDescriptor((int) opened)));
        });
    }

    /** Something to do with the host's descriptor of this directory. */
    private interface Work {
        long with(int fd, OffHeap scratch);
    }

    private long at(Task task, Work work) {
        OffHeap scratch = HostBuffers.scratch(task);
        HostDescriptor open = enter(scratch);
        if (open == null) {
            return -ENOENT;
        }
        try {
            return work.with(open.fd(), scratch);
        } finally {
            open.leave();
        }
    }

    // Directories to mount on.

    private @Nullable MountPoint mountPoint(Name name) {
        Map<Name, MountPoint> points = mountPoints;
        return points.isEmpty() ? null : points.get(name);
    }

    /** @return those that the host has no directory for */
    Collection<MountPoint> mountPoints() {
        return mountPoints.values();
    }

    @Override
    public long mountPoint(Task task, Name name, Found found) {
        byte[] own = name.copy();
        MountPoint made = new MountPoint(hostFs(), this, own, mountPoints.size());
        Map<Name, MountPoint> points = new LinkedHashMap<>(mountPoints);
        points.put(new Name().set(own, 0, own.length), made);
        mountPoints = points;
        return found.inode(made);
    }

    // Changes, where the mount allows them; the host checks what the JVM may do.

    private long change(Task task, Work work) {
        if (!hostFs().writable()) {
            return -EROFS;
        }
        changed();
        return at(task, work);
    }

    @Override
    public long create(Task task, Name name, int mode, long device, Found found) {
        return change(task, (fd, scratch) -> {
            long path = HostBuffers.put(scratch, 0, name);
            long result;
            if ((mode & S_IFMT) == S_IFREG) {
                result = hostFs().createAt(fd, path, O_WRONLY | O_CREAT | O_EXCL, mode & 07777);
            } else {
                result = isDevice(mode) ? -EPERM : HostCalls.call(MKNODAT, fd, path, mode, 0);
            }
            return result < 0 ? result : made(task, fd, scratch, name, found);
        });
    }

    @Override
    public long createSocket(Task task, Name name, int mode, Object socket, Found found) {
        if (!(socket instanceof SocketNodes.Bindable bindable)) {
            return create(task, name, mode, 0, found);
        }
        return change(task, (fd, scratch) -> {
            byte[] directory = ("/proc/self/fd/" + fd + "/").getBytes(StandardCharsets.US_ASCII);
            byte[] path = Arrays.copyOf(directory, directory.length + name.length());
            for (int i = 0; i < name.length(); i++) {
                path[directory.length + i] = name.at(i);
            }
            long result = bindable.bind(path, mode & 0777);
            return result < 0 ? result : made(task, fd, scratch, name, found);
        });
    }

    /** Finds what was made, and makes it belong to who made it, if the JVM may: the host thinks that the JVM did. */
    private long made(Task task, int fd, OffHeap scratch, Name name, Found found) {
        long result = find(fd, scratch, name, found);
        if (result != 0 || !(found.inode instanceof HostInode inode)) {
            return result;
        }
        Stat seen = inode.seen();
        int uid = newUid(task);
        int gid = newGid(task);
        // It would lose its set-id bits.
        boolean loses = (seen.mode() & S_IFMT) != S_IFDIR && (seen.mode() & (S_ISUID | S_ISGID)) != 0;
        if (loses || seen.uid() == uid && seen.gid() == gid) {
            return result;
        }
        long path = HostBuffers.put(scratch, 0, name);
        long given = HostCalls.call(FCHOWNAT, fd, path, uid, gid, AT_SYMLINK_NOFOLLOW, 0);
        return given == 0 ? find(fd, scratch, name, found) : result;
    }

    private static boolean isDevice(int mode) {
        int type = mode & S_IFMT;
        return type == StatModes.S_IFCHR || type == StatModes.S_IFBLK;
    }

    @Override
    public long mkdir(Task task, Name name, int mode, Found found) {
        return change(task, (fd, scratch) -> {
            long result = HostCalls.call(MKDIRAT, fd, HostBuffers.put(scratch, 0, name), mode);
            return result < 0 ? result : made(task, fd, scratch, name, found);
        });
    }

    @Override
    public long symlink(Task task, Name name, byte[] target, Found found) {
        return change(task, (fd, scratch) -> {
            OffHeap text = HostBuffers.transfer(task);
            long result =
                    HostCalls.call(SYMLINKAT, HostBuffers.put(text, 0, target), fd, HostBuffers.put(scratch, 0, name));
            return result < 0 ? result : made(task, fd, scratch, name, found);
        });
    }

    @Override
    public long link(Task task, Inode inode, Name name) {
        HostName from = ((HostInode) inode).link();
        if (from == null) {
            return -ENOENT;
        }
        return change(
                task,
                (fd, scratch) -> from.parent()
                        .at(
                                task,
                                (fromFd, same) -> HostCalls.call(
                                        LINKAT,
                                        fromFd,
                                        HostBuffers.put(scratch, 0, from.name()),
                                        fd,
                                        HostBuffers.put(scratch, HostBuffers.SECOND_NAME, name),
                                        0,
                                        0)));
    }

    @Override
    public long unlink(Task task, Name name, Inode victim) {
        return change(task, (fd, scratch) -> HostCalls.call(UNLINKAT, fd, HostBuffers.put(scratch, 0, name), 0));
    }

    @Override
    public long rmdir(Task task, Name name, Inode victim) {
        return change(
                task, (fd, scratch) -> HostCalls.call(UNLINKAT, fd, HostBuffers.put(scratch, 0, name), AT_REMOVEDIR));
    }

    @Override
    public long rename(
            Task task, Name name, Inode moved, Inode newDirectory, Name newName, @Nullable Inode target, int flags) {
        if ((flags & RENAME_WHITEOUT) != 0) {
            return -EINVAL; // no device is made on the host
        }
        HostDirectory to = (HostDirectory) newDirectory;
        return change(
                task,
                (fd, scratch) -> to.change(task, (toFd, same) -> {
                    long result = HostCalls.call(
                            RENAMEAT2,
                            fd,
                            HostBuffers.put(scratch, 0, name),
                            toFd,
                            HostBuffers.put(scratch, HostBuffers.SECOND_NAME, newName),
                            flags,
                            0);
                    if (result == 0) {
                        HostInode inode = (HostInode) moved;
                        inode.seen(to, newName, inode.seen());
                        inode.changed();
                    }
                    return result;
                }));
    }

    @Override
    long setContent(OffHeap scratch, Attributes change) {
        if (change.size() >= 0) {
            return -EIO;
        }
        long fd = openHere(scratch, O_RDONLY | O_DIRECTORY);
        if (fd < 0) {
            return fd;
        }
        HostDescriptor opened = new HostDescriptor((int) fd);
        try {
            long result = HostFs.fstat((int) fd, scratch);
            if (result < 0 || !isThis(scratch)) {
                return result < 0 ? result : -ENOENT;
            }
            return HostCalls.call(FCHMOD, fd, change.mode(), 0);
        } finally {
            opened.close();
        }
    }
}
