package io.unishim.vfscore.tree;

import static io.unishim.abi.Mounts.ST_NOATIME;
import static io.unishim.abi.Mounts.ST_NODIRATIME;
import static io.unishim.abi.Mounts.ST_RDONLY;
import static io.unishim.abi.Mounts.ST_RELATIME;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A directory of a file system, or a file of it, at a place in the tree: the kernel's {@code struct mount}. */
public final class VfsMount {
    /** Where unique numbers begin, as in Linux: so that nobody takes them for others. */
    private static final long UNIQUE = 1L << 31;

    private final FileSystem fileSystem;
    private final Inode root;
    private final int id;
    private final String source;
    private final AtomicInteger opens = new AtomicInteger();
    private final AtomicInteger writers = new AtomicInteger();
    private volatile int flags;
    private volatile boolean expiring;

    /** What it covers; changed by {@link MountTable}. */
    volatile @Nullable VfsPath point;

    /** Whether it is in the tree; changed by {@link MountTable}. */
    volatile boolean attached;

    /** The top of the detached tree that it is in, or null; changed by {@link MountTable}. */
    volatile @Nullable VfsMount detachedTop;

    /** What it passes on and receives; guarded by {@link MountTable}. */
    final Propagation propagation = new Propagation();

    VfsMount(FileSystem fileSystem, Inode root, int id, int flags, String source) {
        this.fileSystem = fileSystem;
        this.root = root;
        this.id = id;
        this.flags = flags;
        this.source = source;
    }

    /** @return what is mounted */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    boolean of(FileSystem what) {
        return fileSystem == what;
    }

    /** @return what is seen at the place: the file system's root, or what was bound */
    public Inode root() {
        return root;
    }

    /** @return what it covers, or null for the root of the tree and for what is not in the tree (any more) */
    public @Nullable VfsPath point() {
        return point;
    }

    /** @return whether it is in the tree */
    public boolean attached() {
        return attached;
    }

    /** @return whether it is the top of a tree that is in nobody's tree of files yet: a descriptor holds it */
    public boolean detachedTop() {
        return detachedTop == this;
    }

    /** @return whether it is in a tree that is in nobody's tree of files yet */
    boolean detached() {
        return detachedTop != null;
    }

    /** @return a number, unique in the shim */
    public int id() {
        return id;
    }

    /** @return a number that no mount of the shim has had or will have, and that is no {@link #id} */
    public long uniqueId() {
        return UNIQUE | id;
    }

    /** @return the first column of {@code /proc/mounts} */
    public String source() {
        return source;
    }

    /** @return ST_RDONLY and its kin of this mount; what else the file system says is its own */
    public int flags() {
        return flags;
    }

    /** Replaces {@link #flags()}. */
    void flags(int newFlags) {
        flags = newFlags;
    }

    /** @return whether any of the given flags is set */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** @return whether everything below answers {@code -EROFS} to changes */
    public boolean readOnly() {
        return has(ST_RDONLY) || fileSystem.readOnly();
    }

    /** @return whether reading leaves the access time alone */
    public boolean keepsAccessTime(boolean directory) {
        return has(directory ? ST_NOATIME | ST_NODIRATIME : ST_NOATIME) || readOnly();
    }

    /** @return whether reading moves the access time each time, not only past the last change (strictatime) */
    public boolean everyAccess() {
        return !has(ST_RELATIME);
    }

    /** @return what it passes on and receives, as {@code /proc/PID/mountinfo} says it: {@code " shared:1"}, or nothing */
    public String propagation() {
        return propagation.toString();
    }

    /** @return MS_SHARED and its kin, as they are now */
    public int propagationFlags() {
        return propagation.flags();
    }

    /** @return the number of its group, or 0 */
    public int peerGroup() {
        return propagation.group;
    }

    /** @return the number of the group that it receives from, or 0 */
    public int masterGroup() {
        return propagation.master;
    }

    // Who uses it.

    void opened() {
        opens.incrementAndGet();
    }

    void closed() {
        visited();
        opens.decrementAndGet();
    }

    /** A file in it was opened for writing. */
    public void writing() {
        writers.incrementAndGet();
    }

    /** The opposite of {@link #writing()}. */
    void wrote() {
        writers.decrementAndGet();
    }

    boolean inUse() {
        return opens.get() > 0;
    }

    /** @return whether a file in it is open for writing */
    boolean written() {
        return writers.get() > 0;
    }

    /** Somebody came by: what {@code umount2(2)} marked with MNT_EXPIRE is marked no more. */
    void visited() {
        if (expiring) {
            expiring = false;
        }
    }

    /** Marks it with MNT_EXPIRE. @return whether it was marked already */
    boolean expire() {
        boolean before = expiring;
        expiring = true;
        return before;
    }
}
