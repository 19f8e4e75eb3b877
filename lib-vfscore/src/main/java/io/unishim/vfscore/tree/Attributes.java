package io.unishim.vfscore.tree;

import io.unishim.struct.Timespec;
import org.jspecify.annotations.Nullable;

/**
 * A change of an inode's attributes (the kernel's {@code struct iattr}). Permissions have been checked.
 *
 * @param mode new permission bits, S_ISUID to S_IXOTH, or -1 to keep them
 * @param uid new owner, if {@link #ownerChanges}
 * @param gid new group, if {@link #groupChanges}
 * @param ownerChanges whether the owner changes; ids are unsigned, so that -1 cannot say it
 * @param groupChanges whether the group changes
 * @param size new size in bytes, or -1 to keep it
 * @param atime new time of access, or null to keep it
 * @param mtime new time of modification, or null to keep it
 */
public record Attributes(
        int mode,
        int uid,
        int gid,
        boolean ownerChanges,
        boolean groupChanges,
        long size,
        @Nullable Timespec atime,
        @Nullable Timespec mtime) {

    /** @return a change of the permission bits */
    public static Attributes ofMode(int mode) {
        return new Attributes(mode, 0, 0, false, false, -1, null, null);
    }

    /** @return a change of the size; the file system updates mtime and ctime */
    public static Attributes ofSize(long size) {
        return new Attributes(-1, 0, 0, false, false, size, null, null);
    }

    /** @return a change of owner and group, -1 keeps one, and of the permission bits, -1 keeps them */
    public static Attributes ofOwner(int uid, int gid, int mode) {
        return new Attributes(mode, uid, gid, uid != -1, gid != -1, -1, null, null);
    }

    /** @return a change of the times, null keeps one */
    public static Attributes ofTimes(@Nullable Timespec atime, @Nullable Timespec mtime) {
        return new Attributes(-1, 0, 0, false, false, -1, atime, mtime);
    }

    /** @return this change with other permission bits */
    public Attributes withMode(int newMode) {
        return new Attributes(newMode, uid, gid, ownerChanges, groupChanges, size, atime, mtime);
    }
}
