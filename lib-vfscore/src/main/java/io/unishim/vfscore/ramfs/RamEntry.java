package io.unishim.vfscore.ramfs;

import io.unishim.vfscore.tree.Entry;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import org.jspecify.annotations.Nullable;

/** A name in a directory in memory. */
final class RamEntry extends Entry<RamInode> {
    private final RamDirectory directory;

    /** Where it stands among the names of its directory, in the order they were made. */
    final long cookie;

    /** Where the directory's list holds it. */
    int slot;

    RamEntry(RamDirectory directory, Name name, long cookie, @Nullable RamInode inode) {
        super(name, inode);
        this.directory = directory;
        this.cookie = cookie;
    }

    @Override
    public Inode parent() {
        return directory;
    }
}
