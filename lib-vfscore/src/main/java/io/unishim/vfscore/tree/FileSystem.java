package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Mounts.MS_RDONLY;

import io.unishim.struct.Statfs;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A file system: the kernel's super block. One instance may be mounted in several places. */
public abstract class FileSystem {
    private final Vfs vfs;
    private final long device;
    private volatile int flags;
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

    /** @return whether it says {@link Vfs#rearranged} whatever changes its directories */
    public boolean tellsRearrangements() {
        return false;
    }

    /** @return its type as {@code /proc/mounts} shows it: {@code "tmpfs"} */
    public abstract String type();

    /** @return the root directory, always the same object */
    public abstract Inode root();

    /** @return what {@code statfs(2)} tells */
    public abstract Statfs statfs();

    /** @return whether nothing in it can change, through whatever mount */
    public final boolean readOnly() {
        return (flags & MS_RDONLY) != 0;
    }

    /** @return MS_RDONLY, MS_SYNCHRONOUS, MS_MANDLOCK, MS_DIRSYNC and MS_LAZYTIME as they were asked for */
    public final int flags() {
        return flags;
    }

    /** Replaces {@link #flags()}. */
    public final void flags(int newFlags) {
        flags = newFlags;
    }

    /** @return its own options as {@code /proc/mounts} shows them, each after a comma: {@code ",size=4k"} */
    public String options() {
        return "";
    }

    /**
     * Changes its own options, by MS_REMOUNT.
     *
     * @param options as {@code mount(2)} was given them, without those of every file system
     * @return 0, or {@code -EINVAL} if one is unknown or cannot be had any more
     */
    public long reconfigure(MountOptions options) {
        return options.unknown() ? -EINVAL : 0;
    }

    /** @return whether there are inodes in use that have no name any more: to remove them, it must stay writable */
    public boolean hasOrphans() {
        return false;
    }

    /** @return whether {@link #close()} has something to do */
    public boolean holdsHost() {
        return false;
    }

    /** @return the highest position that a file may have */
    public long maxBytes() {
        return Long.MAX_VALUE;
    }

    /** @return what finds an inode of it again, or null if it has no handles */
    public byte @Nullable [] handle(Inode inode) {
        return null;
    }

    /** @return the inode that a handle was made of, {@linkplain Inode#keep kept}; or null if it is no more */
    public @Nullable Inode byHandle(byte[] handle) {
        return null;
    }

    /** @return the flags that its files and directories may have, FS_IMMUTABLE_FL and its kin; 0 if it cannot tell */
    public int knownFlags() {
        return 0;
    }

    /** Writes everything to the medium. @return 0 or {@code -EIO} */
    public long sync() {
        return 0;
    }

    /** Gives up what it holds of the host, when its shim closes. */
    public void close() {}
}
