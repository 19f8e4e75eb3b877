package io.unishim.vfscore.tree;

import io.unishim.file.FileOperations;
import org.jspecify.annotations.Nullable;

/** What an operation of an inode gives besides its result. Each operation says which field it sets; one object serves many
 * calls of a task. */
public final class Found {
    /** An inode that was found or made. */
    public @Nullable Inode inode;

    /** What a link that is no text leads to. */
    public @Nullable VfsPath path;

    /** What was opened. */
    public @Nullable FileOperations file;

    /** The bytes of a symbolic link or of an extended attribute; not to be changed. */
    public byte @Nullable [] bytes;

    /** Creates an empty one. */
    public Found() {}

    /** Sets {@link #inode}. @return 0 */
    public long inode(Inode found) {
        inode = found;
        return 0;
    }

    /** Sets {@link #file}. @return 0 */
    public long file(FileOperations opened) {
        file = opened;
        return 0;
    }

    /** Sets {@link #bytes}. @return 0 */
    public long bytes(byte[] found) {
        bytes = found;
        return 0;
    }

    /** @return {@link #inode} after an operation that succeeded */
    public Inode inode() {
        Inode found = inode;
        if (found == null) {
            throw new IllegalStateException("the operation set no inode");
        }
        return found;
    }

    /** @return {@link #file} after an operation that succeeded */
    public FileOperations file() {
        FileOperations opened = file;
        if (opened == null) {
            throw new IllegalStateException("the operation set no file");
        }
        return opened;
    }

    /** @return {@link #bytes} after an operation that succeeded */
    public byte[] bytes() {
        byte[] found = bytes;
        if (found == null) {
            throw new IllegalStateException("the operation set no bytes");
        }
        return found;
    }

    /** Forgets everything, so that nothing is kept alive between calls. */
    public void clear() {
        inode = null;
        path = null;
        file = null;
        bytes = null;
    }
}
