package io.unishim.vfscore.overlay;

import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.struct.Statfs;
import io.unishim.task.Task;
import io.unishim.vfscore.ramfs.RamFs;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A file system that is read, with changes in memory above it. */
public final class OverlayFs extends FileSystem {
    private static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630;

    private final FileSystem lower;
    private final VfsMount lowerMount;

    /** Where uppers are kept, each under a number: their names are the overlay's own. */
    private final RamFs store;

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Inode, WeakReference<OverlayInode>> wrapped = new WeakHashMap<>();

    /** Changed files that have several names in the lower: they must be found again by any of them. */
    private final Set<OverlayInode> linked = ConcurrentHashMap.newKeySet();

    private final OverlayDirectory root;

    /** Null until somebody asks for a handle. */
    private volatile @Nullable Handles handles;

    /** @param lower what is read; closed with this one */
    public OverlayFs(Vfs vfs, FileSystem lower) {
        super(vfs);
        this.lower = lower;
        this.lowerMount = vfs.mounts().ofKernel(lower, "none");
        this.store = new RamFs(vfs, 0700);
        this.root = new OverlayDirectory(this, lower.root(), null);
    }

    VfsMount lowerMount() {
        return lowerMount;
    }

    RamFs store() {
        return store;
    }

    /** @return a name for an upper that no other has */
    Name newName() {
        return Name.of("" + numbers.incrementAndGet());
    }

    void keep(OverlayInode inode) {
        linked.add(inode);
    }

    /** @return the overlay's inode of a lower one, always the same for as long as somebody holds it */
    synchronized OverlayInode wrap(Inode lowerInode) {
        WeakReference<OverlayInode> known = wrapped.get(lowerInode);
        OverlayInode inode = known == null ? null : known.get();
        if (inode == null) {
            inode = make(lowerInode, null);
            wrapped.put(lowerInode, new WeakReference<>(inode));
        }
        return inode;
    }

    /** @return an inode that stands on a lower or an upper one */
    OverlayInode make(@Nullable Inode lowerInode, @Nullable Inode upper) {
        Inode source = lowerInode == null ? java.util.Objects.requireNonNull(upper) : lowerInode;
        return switch (source.type()) {
            case S_IFDIR -> new OverlayDirectory(this, lowerInode, upper);
            case S_IFREG -> new OverlayFile(this, lowerInode, upper);
            case S_IFLNK -> new OverlaySymlink(this, lowerInode, upper);
            default -> new OverlayNode(this, lowerInode, upper);
        };
    }

    /** Forgets an upper that no name leads to; who has it open keeps it. */
    void discard(Task task, Name name, Inode upper) {
        Inode directory = store.root();
        directory.lock();
        try {
            if (upper.type() == S_IFDIR) {
                directory.rmdir(task, name, upper);
            } else {
                directory.unlink(task, name, upper);
            }
        } finally {
            directory.unlock();
        }
    }

    /** Makes an upper: runs what makes it with the store's directory locked. */
    long inStore(java.util.function.ToLongFunction<Inode> maker, Found found) {
        Inode directory = store.root();
        found.inode = null;
        directory.lock();
        try {
            return maker.applyAsLong(directory);
        } finally {
            directory.unlock();
        }
    }

    @Override
    public int knownFlags() {
        return store.knownFlags();
    }

    // Handles: of the inodes that somebody made one of, which must stay the same for that.

    @Override
    public byte[] handle(Inode inode) {
        Handles made = handles;
        if (made == null) {
            synchronized (this) {
                made = handles == null ? new Handles(device()) : handles;
                handles = made;
            }
        }
        return made.of((OverlayInode) inode);
    }

    @Override
    public @Nullable Inode byHandle(byte[] handle) {
        Handles made = handles;
        return made == null ? null : made.find(handle);
    }

    /** An inode has no name. */
    void nameless(OverlayInode inode) {
        Handles made = handles;
        if (made != null) {
            made.nameless(inode);
        }
    }

    @Override
    public String type() {
        return "overlay";
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public Statfs statfs() {
        Statfs below = store.statfs();
        return new Statfs(
                OVERLAYFS_SUPER_MAGIC,
                below.bsize(),
                below.blocks(),
                below.bfree(),
                below.bavail(),
                below.files(),
                below.ffree(),
                device(),
                below.namelen(),
                below.frsize(),
                below.flags());
    }

    @Override
    public boolean holdsHost() {
        return lower.holdsHost();
    }

    @Override
    public void close() {
        lower.close();
        store.close();
    }
}
