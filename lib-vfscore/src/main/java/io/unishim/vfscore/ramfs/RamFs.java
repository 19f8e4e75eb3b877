package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Mounts.TMPFS_MAGIC;

import io.unishim.struct.Statfs;
import io.unishim.struct.Timespec;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Vfs;
import java.util.concurrent.atomic.AtomicLong;

/** A file system in memory. */
public final class RamFs extends FileSystem {
    private static final long NAME_MAX = 255;

    private final PagePool pool;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong pagesInUse = new AtomicLong();
    private final RamDirectory root;

    /**
     * Makes an empty one.
     *
     * @param vfs of the shim
     * @param rootMode permission bits of its root directory, which belongs to root
     */
    public RamFs(Vfs vfs, int rootMode) {
        super(vfs);
        pool = new PagePool(Runtime.getRuntime().maxMemory());
        root = RamDirectory.root(this, rootMode);
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
        return new RamFile(this, mode, uid, gid, seals);
    }

    @Override
    public Statfs statfs() {
        long blocks = pool.limit() / PagePool.PAGE;
        long free = Math.max(0, blocks - pagesInUse.get());
        return new Statfs(
                TMPFS_MAGIC, PagePool.PAGE, blocks, free, free, blocks, blocks, device(), NAME_MAX, PagePool.PAGE, 0);
    }

    PagePool pool() {
        return pool;
    }

    void pagesTaken(long pages) {
        pagesInUse.addAndGet(pages);
    }

    long newNumber() {
        return numbers.incrementAndGet();
    }

    Timespec now() {
        return Timespec.ofNanos(vfs().shim().time().realtimeNanos());
    }
}
