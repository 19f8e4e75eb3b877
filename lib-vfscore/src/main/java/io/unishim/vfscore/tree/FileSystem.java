package io.unishim.vfscore.tree;

import io.unishim.struct.Statfs;
import java.util.concurrent.locks.ReentrantLock;

/** A file system: the kernel's super block. One instance may be mounted in several places. */
public abstract class FileSystem {
    private final Vfs vfs;
    private final long device;
    private final ReentrantLock renameLock = new ReentrantLock();

    /** @param vfs of the shim it belongs to; gives it a device number */
    protected FileSystem(Vfs vfs) {
        this.vfs = vfs;
        this.device = vfs.newDevice();
    }

    /** @return the virtual file system of the shim */
    public final Vfs vfs() {
        return vfs;
    }

    /** @return its device number, {@code st_dev} of its files */
    public final long device() {
        return device;
    }

    /** @return what serializes renames between directories (the kernel's s_vfs_rename_mutex) */
    public final ReentrantLock renameLock() {
        return renameLock;
    }

    /** @return its type as {@code /proc/mounts} shows it: {@code "tmpfs"} */
    public abstract String type();

    /** @return the root directory, always the same object */
    public abstract Inode root();

    /** @return what {@code statfs(2)} tells */
    public abstract Statfs statfs();

    /** @return the highest position that a file may have */
    public long maxBytes() {
        return Long.MAX_VALUE;
    }

    /** Writes everything to the medium. @return 0 or {@code -EIO} */
    public long sync() {
        return 0;
    }

    /** Gives up what it holds of the host, when its shim closes. */
    public void close() {}
}
