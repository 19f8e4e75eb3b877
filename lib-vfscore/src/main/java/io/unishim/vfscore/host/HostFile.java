package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ordinary file of the host. */
final class HostFile extends HostInode {
    private static final int FTRUNCATE = Syscall.FTRUNCATE.number();
    private static final int FCHMOD = Syscall.FCHMOD.number();
    private static final int R_OK = 4;
    private static final int W_OK = 2;

    private static final byte[] NO_NAME = {};

    private final List<HostDescriptor> writers = new ArrayList<>(0);

    HostFile(HostFs hostFs, Stat seen, long hostDevice) {
        super(hostFs, seen, hostDevice);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        int access = hostFs().writable() ? flags & O_ACCMODE : O_RDONLY;
        if (access != (flags & O_ACCMODE)) {
            return -EROFS;
        }
        HostDescriptor before = access == O_RDONLY ? hostFs().latelyClosed().take(this) : null;
        if (before != null) {
            return found.file(new HostOpenFile(this, path, before, access));
        }
        OffHeap scratch = HostBuffers.scratch(task);
        long fd = openHere(scratch, access | flags & O_APPEND);
        if (fd < 0) {
            return fd;
        }
        HostDescriptor opened = new HostDescriptor((int) fd);
        long result = HostFs.fstat((int) fd, scratch);
        if (result < 0 || (HostBuffers.mode(scratch) & S_IFMT) != S_IFREG) {
            opened.close();
            return result < 0 ? result : -ENXIO;
        }
        if (isThis(scratch)) {
            seen(HostBuffers.stat(scratch, hostFs().device(hostDevice())));
            hostFs().opened(opened);
            return found.file(new HostOpenFile(this, path, opened, access));
        }
        return openOther(task, path, opened, access, found);
    }

    /** The host has put another file at the name since it was looked up: the permissions are that file's. */
    private long openOther(Task task, VfsPath path, HostDescriptor opened, int access, Found found) {
        HostName at = java.util.Objects.requireNonNull(link());
        Name name = new Name().set(at.name(), 0, at.name().length);
        HostInode other = hostFs().inode(at.parent(), name, HostBuffers.scratch(task));
        int mask = (access != O_WRONLY ? R_OK : 0) | (access != O_RDONLY ? W_OK : 0);
        long result = other == null ? HostFs.refused() : other.permission(task, Credentials.of(task), mask);
        if (result < 0 || !(other instanceof HostFile file)) {
            opened.close();
            return result;
        }
        hostFs().opened(opened);
        return found.file(new HostOpenFile(file, new VfsPath(path.mount(), file), opened, access));
    }

    @Override
    long openForFlags(OffHeap scratch) {
        return openHere(scratch, O_RDONLY);
    }

    @Override
    long setContent(OffHeap scratch, Attributes change) {
        long fd = openHere(scratch, change.size() >= 0 ? O_WRONLY : O_RDONLY);
        if (fd < 0) {
            return fd;
        }
        HostDescriptor opened = new HostDescriptor((int) fd);
        try {
            long result = HostFs.fstat((int) fd, scratch);
            if (result < 0 || !isThis(scratch)) {
                return result < 0 ? result : -ENXIO;
            }
            return setContent((int) fd, change);
        } finally {
            opened.close();
        }
    }

    private static long setContent(int fd, Attributes change) {
        long result = change.size() >= 0 ? HostCalls.call(FTRUNCATE, fd, change.size(), 0) : 0;
        return result == 0 && change.mode() >= 0 ? HostCalls.call(FCHMOD, fd, change.mode(), 0) : result;
    }

    // Where its name is gone, or another file's by now, it is changed by a descriptor that is open to write.

    void opened(HostDescriptor descriptor) {
        synchronized (writers) {
            writers.add(descriptor);
        }
    }

    void closed(HostDescriptor descriptor) {
        synchronized (writers) {
            writers.remove(descriptor);
        }
    }

    private @Nullable HostDescriptor entered() {
        synchronized (writers) {
            for (HostDescriptor each : writers) {
                if (each.enter()) {
                    return each;
                }
            }
        }
        return null;
    }

    @Override
    public long setattr(Task task, Attributes change) {
        OffHeap scratch = HostBuffers.scratch(task);
        HostDescriptor open = isNamed(scratch) ? null : entered();
        if (open == null) {
            return super.setattr(task, change);
        }
        try {
            long itself = HostBuffers.put(scratch, 0, NO_NAME);
            long result = setOwnerAndTimes(open.fd(), itself, AT_EMPTY_PATH, scratch, change);
            return result == 0 ? setContent(open.fd(), change) : result;
        } finally {
            open.leave();
            changed();
        }
    }
}
