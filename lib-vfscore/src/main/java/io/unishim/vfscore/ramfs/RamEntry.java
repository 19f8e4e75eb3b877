package io.unishim.vfscore.ramfs;

import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import org.jspecify.annotations.Nullable;

/** A name in a directory. Its fields change under the directory's lock. */
final class RamEntry extends Name implements Link {
    private final RamDirectory directory;
    private final byte[] bytes;

    /** Where it stands among the names of its directory, in the order they were made. */
    final long cookie;

    /** Where the directory's list holds it. */
    int slot;

    private volatile @Nullable RamInode inode;

    RamEntry(RamDirectory directory, byte[] bytes, long cookie, @Nullable RamInode inode) {
        this.directory = directory;
        this.bytes = bytes;
        this.cookie = cookie;
        this.inode = inode;
        set(bytes, 0, bytes.length);
    }

    /** @return the inode that has the name, or null once the name was removed */
    @Nullable
    RamInode inode() {
        return inode;
    }

    void inode(@Nullable RamInode newInode) {
        inode = newInode;
    }

    @Override
    public Inode parent() {
        return directory;
    }

    @Override
    public byte[] name() {
        return bytes;
    }

    @Override
    public boolean removed() {
        return inode == null;
    }
}
