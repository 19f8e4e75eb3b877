package io.unishim.vfscore.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A name in a directory that keeps its entries (the kernel's {@code struct dentry}). Its inode changes under the directory's
 * lock. While it has one, the directory has this name and is there itself, for only an empty one is removed: so whoever was led
 * to an entry may keep it instead of looking the name up again.
 *
 * @param <I> the inodes of the file system
 */
public abstract class Entry<I extends Inode> extends Name implements Link {
    private static final VarHandle INODE;

    static {
        try {
            INODE = MethodHandles.lookup().findVarHandle(Entry.class, "inode", Inode.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable I inode;

    /** Makes one that its directory is to give out. */
    protected Entry(Name name, @Nullable I inode) {
        super(name);
        INODE.set(this, inode);
    }

    /** @return the inode that has the name, or null once the name was removed */
    public final @Nullable I inode() {
        return inode;
    }

    /** Gives the name to another inode, or removes it: for good. */
    public final void inode(@Nullable I newInode) {
        INODE.setRelease(this, newInode);
    }

    @Override
    public final byte[] name() {
        return whole();
    }

    @Override
    public final boolean removed() {
        return inode == null;
    }
}
