package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.FileFlags.FS_NOATIME_FL;
import static io.unishim.abi.FileFlags.FS_NODUMP_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;

import io.unishim.task.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * What protects a file besides its owner and permission bits. Few files have any; replaced as a whole.
 *
 * @param flags FS_IMMUTABLE_FL and its kin
 * @param access who else may do what, or null
 * @param initial what a directory gives to what is made in it, or null
 */
public record Protection(
        int flags, @Nullable Acl access, @Nullable Acl initial) {
    private static final int GROUP_BITS = 070;
    private static final int INHERITED = FS_NODUMP_FL | FS_NOATIME_FL;

    /** Protects from nothing. */
    public static final Protection NONE = new Protection(0, null, null);

    /** @return this with other flags */
    public Protection withFlags(int newFlags) {
        return new Protection(newFlags, access, initial);
    }

    /** @return this with another list: the {@linkplain #initial} one of a directory, or {@linkplain #access} */
    public Protection withAcl(boolean ofDirectory, @Nullable Acl acl) {
        return ofDirectory ? new Protection(flags, access, acl) : new Protection(flags, acl, initial);
    }

    /** @return one of the lists, or null */
    public @Nullable Acl acl(boolean ofDirectory) {
        return ofDirectory ? initial : access;
    }

    /** What a directory gives to something made in it, and the permission bits that go with that. */
    public record Given(Protection protection, int mode) {}

    /**
     * What this, a directory's, gives to what is made in it (the kernel's simple_acl_create and SHMEM_FL_INHERITED).
     *
     * @param mode type and permission bits of what is made
     */
    public Given given(int mode) {
        Protection own = NONE.withFlags(flags & INHERITED);
        int type = mode & S_IFMT;
        if (initial == null || type == S_IFLNK) {
            return new Given(own, mode);
        }
        Acl.WithMode fitting = initial.forNew(mode);
        return new Given(new Protection(own.flags(), fitting.acl(), type == S_IFDIR ? initial : null), fitting.mode());
    }

    /** The kernel's inode_permission and acl_permission_check. */
    public long check(Credentials who, int mode, int uid, int gid, int mask) {
        if ((flags & FS_IMMUTABLE_FL) != 0 && (mask & W_OK) != 0) {
            return -EPERM;
        }
        Acl acl = access;
        // Linux asks no list if the group has no rights at all, for then nobody in it has.
        if (acl == null || who.fsuid() == uid || (mode & GROUP_BITS) == 0) {
            return Permissions.check(who, mode, uid, gid, mask);
        }
        long result = acl.check(who, gid, mask);
        return result != 0 && Permissions.overridden(who, mode, mask) ? 0 : result;
    }
}
