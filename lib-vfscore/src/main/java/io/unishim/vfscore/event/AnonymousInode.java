package io.unishim.vfscore.event;

import io.unishim.file.FileOperations;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;

/** What {@code fstat(2)} tells of descriptors that stand for no file: all of them share one inode without a type. */
public final class AnonymousInode {
    private static final long DEVICE = 0x10;
    private static final long INODE = 1038;
    private static final Timespec LONG_AGO = new Timespec(0, 0);
    private static final Stat STAT =
            new Stat(DEVICE, INODE, 0600, 1, 0, 0, 0, 0, 4096, 0, LONG_AGO, LONG_AGO, LONG_AGO);

    private AnonymousInode() {}

    /** @return whether a file shows the inode that most files without a name share */
    public static boolean isShown(FileOperations file) {
        return file.link().startsWith("anon_inode:");
    }

    /** @return the same for all */
    public static Stat stat() {
        return STAT;
    }
}
