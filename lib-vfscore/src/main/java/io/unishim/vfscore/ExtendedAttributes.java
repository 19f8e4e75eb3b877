package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_SETFCAP;
import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ERANGE;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.FileFlags.FS_APPEND_FL;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_ISVTX;
import static io.unishim.abi.Xattr.XATTR_SECURITY_PREFIX;
import static io.unishim.abi.Xattr.XATTR_SYSTEM_PREFIX;
import static io.unishim.abi.Xattr.XATTR_TRUSTED_PREFIX;
import static io.unishim.abi.Xattr.XATTR_USER_PREFIX;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.memory.UserBuffer;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;

/** Extended attributes: who may do what in which name space (the kernel's xattr_permission, man 7 xattr). */
final class ExtendedAttributes {
    private static final String FILE_CAPABILITIES = XATTR_SECURITY_PREFIX + "capability";

    private ExtendedAttributes() {}

    private static long permission(Task task, Inode inode, String name, int access) {
        boolean writes = access == W_OK;
        if (writes && inode.marked(FS_APPEND_FL | FS_IMMUTABLE_FL)) {
            return -EPERM;
        }
        Credentials who = Credentials.of(task);
        if (name.startsWith(XATTR_SECURITY_PREFIX) || name.startsWith(XATTR_SYSTEM_PREFIX)) {
            return writes ? mayWriteSecurity(who, name) : 0;
        }
        if (name.startsWith(XATTR_TRUSTED_PREFIX)) {
            return who.hasCapability(CAP_SYS_ADMIN) ? 0 : writes ? -EPERM : -ENODATA;
        }
        if (name.startsWith(XATTR_USER_PREFIX)) {
            int type = inode.type();
            if (type != S_IFREG && type != S_IFDIR) {
                return writes ? -EPERM : -ENODATA;
            }
            boolean sticky = type == S_IFDIR && (inode.mode() & S_ISVTX) != 0;
            if (sticky && writes && !Rules.ownerOrCapable(who, inode)) {
                return -EPERM;
            }
        }
        return inode.permission(task, who, access);
    }

    private static long mayWriteSecurity(Credentials who, String name) {
        if (!name.startsWith(XATTR_SECURITY_PREFIX)) {
            return 0;
        }
        int needed = name.equals(FILE_CAPABILITIES) ? CAP_SETFCAP : CAP_SYS_ADMIN;
        return who.hasCapability(needed) ? 0 : -EPERM;
    }

    /** @return 0 if there is a name space for the name; {@code -EOPNOTSUPP}, {@code -EINVAL} */
    private static long known(String name) {
        for (String prefix : new String[] {XATTR_USER_PREFIX, XATTR_TRUSTED_PREFIX, XATTR_SECURITY_PREFIX}) {
            if (name.startsWith(prefix)) {
                return name.length() == prefix.length() ? -EINVAL : 0;
            }
        }
        return -EOPNOTSUPP;
    }

    private static long allowed(Task task, Inode inode, String name, int access) {
        long result = permission(task, inode, name, access);
        return result != 0 ? result : known(name);
    }

    static long get(Task task, VfsPath path, String name, UserBuffer value) {
        Found found = Walk.of(task, 0).found();
        long result;
        if (AccessLists.named(name)) {
            result = AccessLists.get(task, path.inode(), name, found);
        } else {
            result = allowed(task, path.inode(), name, R_OK);
            result = result != 0 ? result : path.inode().getxattr(task, name, found);
        }
        return result != 0 ? result : copy(found.bytes(), value);
    }

    private static long copy(byte[] bytes, UserBuffer target) {
        if (target.length() == 0) {
            return bytes.length;
        }
        if (Long.compareUnsigned(target.length(), bytes.length) < 0) {
            return -ERANGE;
        }
        return bytes.length > 0 && target.put(0, bytes, 0, bytes.length) < bytes.length ? -EFAULT : bytes.length;
    }

    static long set(Task task, VfsPath path, String name, byte[] value, int flags) {
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        if (AccessLists.named(name)) {
            return told(path.inode(), AccessLists.set(task, path.inode(), name, value));
        }
        long result = allowed(task, path.inode(), name, W_OK);
        return result != 0 ? result : told(path.inode(), path.inode().setxattr(task, name, value, flags));
    }

    static long remove(Task task, VfsPath path, String name) {
        if (path.mount().readOnly()) {
            return -EROFS;
        }
        if (AccessLists.named(name)) {
            return told(path.inode(), AccessLists.remove(task, path.inode(), name));
        }
        long result = allowed(task, path.inode(), name, W_OK);
        return result != 0 ? result : told(path.inode(), path.inode().removexattr(task, name));
    }

    private static long told(Inode inode, long result) {
        if (result == 0) {
            inode.fileSystem().vfs().notices().changed(inode, IN_ATTRIB);
        }
        return result;
    }

    static long list(Task task, VfsPath path, UserBuffer list) {
        Found found = Walk.of(task, 0).found();
        long result = path.inode().listxattr(task, found);
        if (result != 0) {
            return result;
        }
        byte[] names = AccessLists.withNames(path.inode(), found.bytes());
        if (!Credentials.of(task).hasCapability(CAP_SYS_ADMIN)) {
            names = withoutTrusted(names);
        }
        return copy(names, list);
    }

    private static byte[] withoutTrusted(byte[] names) {
        StringBuilder kept = new StringBuilder();
        for (String name : new String(names, ISO_8859_1).split("\0", -1)) {
            if (!name.isEmpty() && !name.startsWith(XATTR_TRUSTED_PREFIX)) {
                kept.append(name).append('\0');
            }
        }
        return kept.toString().getBytes(ISO_8859_1);
    }
}
