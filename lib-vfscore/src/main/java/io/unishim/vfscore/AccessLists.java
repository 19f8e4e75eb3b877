package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_FSETID;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_ISGID;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.abi.Xattr;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Acl;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Protection;
import org.jspecify.annotations.Nullable;

/** The extended attributes that are access control lists (the kernel's vfs_get_acl, vfs_set_acl and vfs_remove_acl). */
final class AccessLists {
    private static final String ACCESS = Xattr.XATTR_NAME_POSIX_ACL_ACCESS;
    private static final String INITIAL = Xattr.XATTR_NAME_POSIX_ACL_DEFAULT;
    private static final int ALL_BITS = 07777;

    private AccessLists() {}

    /** @return whether an attribute is a list */
    static boolean named(String name) {
        return name.equals(ACCESS) || name.equals(INITIAL);
    }

    /** Sets {@link Found#bytes}. */
    static long get(Task task, Inode inode, String name, Found found) {
        if (!inode.protectable(task)) {
            return -EOPNOTSUPP;
        }
        Acl acl = inode.acl(task, name.equals(INITIAL));
        return acl == null ? -ENODATA : found.bytes(acl.bytes());
    }

    /** @param value empty to remove it */
    static long set(Task task, Inode inode, String name, byte[] value) {
        long readable = value.length == 0 ? 0 : Acl.readable(value);
        return readable != 0 ? readable : put(task, inode, name, value.length == 0 ? null : Acl.of(value));
    }

    static long remove(Task task, Inode inode, String name) {
        return put(task, inode, name, null);
    }

    private static long put(Task task, Inode inode, String name, @Nullable Acl acl) {
        if (inode.marked(FS_APPEND_FL | FS_IMMUTABLE_FL)) {
            return -EPERM;
        }
        if (!inode.protectable(task)) {
            return -EOPNOTSUPP;
        }
        boolean initial = name.equals(INITIAL);
        if (initial && inode.type() != S_IFDIR) {
            return acl == null ? 0 : -EACCES;
        }
        Credentials who = Credentials.of(task);
        if (!Rules.ownerOrCapable(who, inode)) {
            return -EPERM;
        }
        if (acl != null && !acl.valid()) {
            return -EINVAL;
        }
        inode.lock();
        try {
            return initial ? inode.setAcl(task, true, acl, -1) : putAccess(task, who, inode, acl);
        } finally {
            inode.unlock();
        }
    }

    /** What the permission bits can say is said by them, and the mask is the bits of the group. */
    private static long putAccess(Task task, Credentials who, Inode inode, @Nullable Acl acl) {
        int mode = inode.mode() & ALL_BITS;
        if (!who.inGroup(inode.gid()) && !who.hasCapability(CAP_FSETID)) {
            mode &= ~S_ISGID;
        }
        Acl.WithMode both = acl == null ? new Acl.WithMode(null, mode) : acl.intoMode(mode);
        return inode.setAcl(task, false, both.acl(), both.mode());
    }

    /** @return the names of an inode's attributes, those of its lists first */
    static byte[] withNames(Inode inode, byte[] others) {
        Protection protection = inode.protection();
        String names = (protection.access() == null ? "" : ACCESS + '\0')
                + (protection.initial() == null ? "" : INITIAL + '\0');
        return names.isEmpty() ? others : (names + new String(others, ISO_8859_1)).getBytes(ISO_8859_1);
    }
}
