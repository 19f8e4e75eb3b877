package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_NOCTTY;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.struct.Statfs;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A directory of the host, mounted. */
public final class HostFs extends FileSystem {
    private static final int OPENAT = Syscall.OPENAT.number();
    private static final int NEWFSTATAT = Syscall.NEWFSTATAT.number();
    private static final int CLOSE = Syscall.CLOSE.number();
    private static final int FSTATFS = Syscall.FSTATFS.number();
    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final long PROC_SUPER_MAGIC = 0x9fa0;

    /** What the host knows a file by. */
    private record Key(long device, long inode) {
        // Written out, because the JDK makes a record's methods when they are first used, which takes 10 ms of a start.

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.device == device && key.inode == inode;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(device) + Long.hashCode(inode);
        }
    }

    /** An inode that may go when nobody holds it any more. */
    private static final class Reference extends WeakReference<HostInode> {
        final Key key;

        Reference(Key key, HostInode inode, ReferenceQueue<HostInode> gone) {
            super(inode, gone);
            this.key = key;
        }
    }

    private final boolean writable;
    private final long hostDevice;
    private final HostDirectory root;
    private final Map<Key, Reference> inodes = new ConcurrentHashMap<>();
    private final ReferenceQueue<HostInode> gone = new ReferenceQueue<>();
    private final Map<Long, Long> otherDevices = new ConcurrentHashMap<>();
    private final Set<HostDescriptor> openFiles = ConcurrentHashMap.newKeySet();
    private final OpenDirectories openDirectories = new OpenDirectories();
    private final LatelyClosed latelyClosed = new LatelyClosed(this);
    private final HostDescriptor rootDescriptor;

    /**
     * Opens a directory of the host.
     *
     * @param directory which
     * @param writable whether it may be changed
     * @throws IllegalStateException if it is none or cannot be opened
     */
    public HostFs(Vfs vfs, Path directory, boolean writable) {
        super(vfs);
        this.writable = writable;
        OffHeap scratch = OffHeap.allocate(8192);
        byte[] path = directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= 4096) {
            throw new IllegalStateException("the path of " + directory + " is too long");
        }
        scratch.put(4096, path, 0, path.length);
        long fd = HostCalls.call(OPENAT, AT_FDCWD, scratch.address() + 4096, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) {
            throw new IllegalStateException("cannot mount " + directory + ": " + Errno.of((int) -fd));
        }
        rootDescriptor = new HostDescriptor((int) fd);
        long result;
        try {
            result = fstat((int) fd, scratch);
        } finally {
            Reference.reachabilityFence(scratch);
        }
        if (result < 0) {
            rootDescriptor.close();
            throw new IllegalStateException("cannot mount " + directory + ": " + Errno.of((int) -result));
        }
        hostDevice = HostBuffers.device(scratch);
        root = new HostDirectory(this, HostBuffers.stat(scratch, device()), hostDevice);
        root.rootDescriptor(rootDescriptor);
        inodes.put(new Key(hostDevice, root.number()), new Reference(new Key(hostDevice, root.number()), root, gone));
    }

    /** Asks about an open file of the host; the answer stands at {@link HostBuffers#STRUCT}. */
    static long fstat(int fd, OffHeap scratch) {
        scratch.putByte(0, (byte) 0);
        return HostCalls.call(NEWFSTATAT, fd, scratch.address(), scratch.address() + HostBuffers.STRUCT, AT_EMPTY_PATH);
    }

    /**
     * Opens a name of a directory, never following a link and never waiting for what it is.
     *
     * @param path the address of the name
     * @return a descriptor of the host's, or a negative errno
     */
    long openAt(int directory, long path, int flags) {
        return createAt(directory, path, flags | O_NONBLOCK | O_NOCTTY, 0, true);
    }

    /** Makes a file. @return 0 or a negative errno */
    long createAt(int directory, long path, int flags, int mode) {
        long fd = createAt(directory, path, flags, mode, true);
        return fd < 0 ? fd : HostCalls.call(CLOSE, fd, 0, 0);
    }

    private long createAt(int directory, long path, int flags, int mode, boolean again) {
        long fd = HostCalls.call(OPENAT, directory, path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
        if (fd == -EMFILE && again) {
            openDirectories.closeSome();
            latelyClosed.closeAll();
            return createAt(directory, path, flags, mode, false);
        }
        return fd;
    }

    boolean writable() {
        return writable;
    }

    OpenDirectories openDirectories() {
        return openDirectories;
    }

    LatelyClosed latelyClosed() {
        return latelyClosed;
    }

    void opened(HostDescriptor file) {
        openFiles.add(file);
    }

    void closed(HostDescriptor file) {
        openFiles.remove(file);
        file.close();
    }

    /** @return what the shim sees as the device of what the host has on that one */
    long device(long ofHost) {
        if (ofHost == hostDevice) {
            return device();
        }
        // Another file system below the directory: any number that no other has.
        return otherDevices.computeIfAbsent(ofHost, key -> device() | (otherDevices.size() + 1L) << 44);
    }

    /**
     * The inode of what the structure at {@link HostBuffers#STRUCT} describes.
     *
     * @param parent where it was found
     * @param name under which
     * @return it, up to date, or null if it must not be entered
     */
    @Nullable
    HostInode inode(HostDirectory parent, Name name, OffHeap scratch) {
        long device = HostBuffers.device(scratch);
        Key key = new Key(device, HostBuffers.inode(scratch));
        Stat stat = HostBuffers.stat(scratch, device(device));
        Reference known = inodes.get(key);
        HostInode inode = known == null ? null : known.get();
        if (inode == null || inode.type() != (stat.mode() & S_IFMT)) {
            forgetGone();
            inode = make(stat, device);
            if (inode instanceof HostDirectory directory
                    && device != parent.hostDevice()
                    && isProc(parent, name, directory)) {
                return null;
            }
            inodes.put(key, new Reference(key, inode, gone));
        }
        inode.seen(parent, name, stat);
        return inode;
    }

    private HostInode make(Stat stat, long device) {
        return switch (stat.mode() & S_IFMT) {
            case S_IFDIR -> new HostDirectory(this, stat, device);
            case S_IFREG -> new HostFile(this, stat, device);
            case S_IFLNK -> new HostSymlink(this, stat, device);
            default -> new HostNode(this, stat, device);
        };
    }

    private void forgetGone() {
        for (Object each = gone.poll(); each != null; each = gone.poll()) {
            Reference reference = (Reference) each;
            inodes.remove(reference.key, reference);
        }
    }

    /** Whether a directory where another file system begins is the host's procfs, or cannot be told from it. */
    private boolean isProc(HostDirectory parent, Name name, HostDirectory directory) {
        OffHeap memory = OffHeap.allocate(4096);
        directory.seen(parent, name, directory.seen());
        HostDescriptor opened = directory.enter(memory);
        if (opened == null) {
            return true;
        }
        try {
            long result = HostCalls.call(FSTATFS, opened.fd(), memory.address() + HostBuffers.STRUCT, 0);
            return result < 0 || memory.getLong(HostBuffers.STRUCT) == PROC_SUPER_MAGIC;
        } finally {
            opened.leave();
            java.lang.ref.Reference.reachabilityFence(memory);
        }
    }

    /** @return what a name that must not be entered answers */
    static long refused() {
        return -EACCES;
    }

    @Override
    public String type() {
        return "hostfs";
    }

    @Override
    public HostDirectory root() {
        return root;
    }

    @Override
    public Statfs statfs() {
        OffHeap memory = OffHeap.allocate(256);
        try {
            if (rootDescriptor.enter()) {
                try {
                    HostCalls.call(FSTATFS, rootDescriptor.fd(), memory.address(), 0);
                } finally {
                    rootDescriptor.leave();
                }
            }
            return Statfs.LAYOUT.decode(memory.buffer(), 0);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public boolean holdsHost() {
        return true;
    }

    @Override
    public void close() {
        openDirectories.closeAll();
        for (HostDescriptor each : openFiles) {
            closed(each);
        }
        rootDescriptor.close();
    }
}
