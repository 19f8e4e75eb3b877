package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.Xattr.XATTR_SECURITY_PREFIX;
import static io.unishim.abi.Xattr.XATTR_TRUSTED_PREFIX;
import static io.unishim.abi.Xattr.XATTR_USER_PREFIX;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Acl;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;

/** What goes along with the content of a file that is copied (the kernel's ovl_copy_xattr and ovl_copy_fileattr). */
final class Copied {
    private Copied() {}

    /** Copies extended attributes, access control lists and flags. @return 0 or a negative errno */
    static long attributes(Task task, Inode from, Inode to) {
        Found found = new Found();
        long result = from.listxattr(task, found);
        if (result == 0 && found.bytes().length > 0) {
            result = values(task, new String(found.bytes(), ISO_8859_1).split("\0"), from, to);
        }
        if (result == 0 && to.type() != S_IFLNK && from.protectable(task)) {
            result = list(task, from, to, false);
            result = result == 0 ? list(task, from, to, true) : result;
        }
        long flags =
                result == 0 ? Math.max(0, from.flags(task)) & to.fileSystem().knownFlags() : 0;
        if (flags > 0) {
            result = to.setFlags(task, (int) flags);
        }
        return result == -EOPNOTSUPP ? 0 : result;
    }

    private static long values(Task task, String[] names, Inode from, Inode to) {
        long result = 0;
        Found found = new Found();
        for (String name : names) {
            boolean ordinary = name.startsWith(XATTR_USER_PREFIX)
                    || name.startsWith(XATTR_TRUSTED_PREFIX)
                    || name.startsWith(XATTR_SECURITY_PREFIX);
            // One that is gone since it was listed, or that the host does not show, is left out.
            if (result == 0 && ordinary && from.getxattr(task, name, found) == 0) {
                result = to.setxattr(task, name, found.bytes().clone(), 0);
            }
        }
        return result;
    }

    private static long list(Task task, Inode from, Inode to, boolean initial) {
        Acl acl = from.acl(task, initial);
        return acl == null ? 0 : to.setAcl(task, initial, acl, -1);
    }
}
