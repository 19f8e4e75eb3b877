package io.unishim.vfscore.ramfs;

import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A name in a directory. Its fields change under the directory's lock. */
final class RamEntry extends Name implements Link {
    private static final VarHandle INODE;

    static {
        try {
            INODE = MethodHandles.lookup().findVarHandle(RamEntry.class, "inode", RamInode.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RamDirectory directory;

    /** Where it stands among the names of its directory, in the order they were made. */
    final long cookie;

    /** Where the directory's list holds it. */
    int slot;

    private volatile @Nullable RamInode inode;

    RamEntry(RamDirectory directory, Name name, long cookie, @Nullable RamInode inode) {
        super(name);
        this.directory = directory;
        this.cookie = cookie;
        INODE.set(this, inode); // its directory gives it out
    }

    /** @return the inode that has the name, or null once the name was removed */
    @Nullable
    RamInode inode() {
        return inode;
    }

    void inode(@Nullable RamInode newInode) {
        INODE.setRelease(this, newInode);
    }

    @Override
    public Inode parent() {
        return directory;
    }

    @Override
    public byte[] name() {
        return whole();
    }

    @Override
    public boolean removed() {
        return inode == null;
    }
}
