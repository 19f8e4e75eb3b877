package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.FileFlags.FS_NOATIME_FL;
import static io.unishim.abi.FileFlags.FS_NODUMP_FL;
import static io.unishim.abi.Mounts.TMPFS_MAGIC;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.vfscore.ramfs.Space.KEEP;

import io.unishim.file.Faults;
import io.unishim.struct.Statfs;
import io.unishim.struct.Timespec;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Protection;
import io.unishim.vfscore.tree.Vfs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A file system in memory. */
public final class RamFs extends FileSystem {
    private static final long NAME_MAX = 255;
    private static final int HANDLE = 12;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final PagePool pool;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger orphans = new AtomicInteger();
    private final TmpfsOptions options;
    private final Space space;

    /**
     * Where faults come from and what is durable, or null: nothing goes wrong, and nothing outlives the shim. A field, for a
     * method that returns a class which most shims never load is not inlined.
     */
    final @Nullable Disk disk;

    private final RamDirectory root;

    /** What somebody made a handle of; null until then. */
    private volatile @Nullable HandledInodes handled;

    /** Tells handles of this file system from those of another. */
    private final int generation;

    /**
     * Makes an empty one.
     *
     * @param vfs of the shim
     * @param rootMode permission bits of its root directory, which belongs to root
     */
    public RamFs(Vfs vfs, int rootMode) {
        this(vfs, TmpfsOptions.usual().withMode(rootMode));
    }

    RamFs(Vfs vfs, TmpfsOptions options) {
        this(vfs, options, null);
    }

    /** @param faults what goes wrong and what it begins with, or null: nothing */
    RamFs(Vfs vfs, TmpfsOptions options, @Nullable Faults faults) {
        super(vfs);
        this.options = options;
        this.generation = (int) ((device() + 1) * SPREAD >>> Integer.SIZE);
        pool = new PagePool(Runtime.getRuntime().maxMemory());
        space = new Space(options.pages(), options.inodes());
        disk = faults == null ? null : new Disk(this, faults);
        root = RamDirectory.root(this, options);
        if (disk != null) {
            disk.mount(root);
        }
    }

    /** @return one without limits that is mounted nowhere: what {@code memfd_create(2)} makes its files in */
    public static RamFs unlimited(Vfs vfs) {
        return new RamFs(vfs, TmpfsOptions.usual().withLimits(0, 0));
    }

    @Override
    public boolean tellsRearrangements() {
        return disk == null;
    }

    @Override
    public String type() {
        return "tmpfs";
    }

    @Override
    public Inode root() {
        return root;
    }

    /**
     * Makes a file without a name, for {@code memfd_create(2)}.
     *
     * @param mode permission bits
     * @param seals F_SEAL_*
     * @return the file
     */
    public RamFile unnamed(int mode, int uid, int gid, int seals) {
        RamFile file = new RamFile(this, mode, uid, gid, seals);
        file.nameless();
        return file;
    }

    @Override
    public Statfs statfs() {
        long free = space.freePages();
        return new Statfs(
                TMPFS_MAGIC,
                PagePool.PAGE,
                space.pages(),
                free,
                free,
                space.inodes(),
                space.freeInodes(),
                device(),
                NAME_MAX,
                PagePool.PAGE,
                0);
    }

    @Override
    public String options() {
        return options.withLimits(space.pages(), space.inodes()).toString();
    }

    /** Changes the limits; mode, uid and gid of the root are those of the first mount. */
    @Override
    public long reconfigure(MountOptions changes) {
        TmpfsOptions wanted = TmpfsOptions.parse(changes, options.withLimits(KEEP, KEEP));
        if (wanted == null) {
            return -EINVAL;
        }
        String why = space.limit(wanted.pages(), wanted.inodes());
        return why == null ? 0 : changes.refuse("tmpfs: " + why);
    }

    @Override
    public long sync() {
        return disk == null ? 0 : disk.syncAll();
    }

    @Override
    public void close() {
        if (disk != null) {
            disk.unmount();
        }
    }

    @Override
    public int knownFlags() {
        return FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL | FS_NOATIME_FL;
    }

    /** Has something that was just made in this file system take what a directory elsewhere gives. */
    public void inherit(Inode made, Protection ofDirectory) {
        ((RamInode) made).inherit(ofDirectory);
    }

    /** {@linkplain Inode#keep Keeps} an inode of this file system that has a name or is open. @return whether it has, or is */
    public boolean keepIfThere(Inode inode) {
        return ((RamInode) inode).keepIfThere();
    }

    // Handles.

    /** The kernel's shmem_encode_fh: only what somebody has a handle of is looked for. */
    @Override
    public byte[] handle(Inode inode) {
        HandledInodes all = handled;
        if (all == null) {
            synchronized (this) {
                all = handled == null ? new HandledInodes() : handled;
                handled = all;
            }
        }
        all.add((RamInode) inode);
        byte[] bytes = new byte[HANDLE];
        ByteBuffer unused = ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(generation)
                .putLong(inode.number());
        return bytes;
    }

    @Override
    public @Nullable Inode byHandle(byte[] handle) {
        HandledInodes all = handled;
        if (all == null || handle.length < HANDLE) {
            return null;
        }
        ByteBuffer words = ByteBuffer.wrap(handle).order(ByteOrder.LITTLE_ENDIAN);
        RamInode inode = words.getInt(0) == generation ? all.get(words.getLong(4)) : null;
        return inode != null && inode.keepIfThere() ? inode : null;
    }

    /** An inode is no more. */
    void forgotten(RamInode inode) {
        HandledInodes all = handled;
        if (all != null && inode.type() != S_IFDIR) {
            all.remove(inode.number());
        }
    }

    PagePool pool() {
        return pool;
    }

    @Override
    public boolean hasOrphans() {
        return orphans.get() > 0;
    }

    /** Counts inodes that are in use and have no name. */
    void orphans(int more) {
        orphans.addAndGet(more);
    }

    Space space() {
        return space;
    }

    long newNumber() {
        return numbers.incrementAndGet();
    }

    Timespec now() {
        return vfs().clock().now();
    }
}
