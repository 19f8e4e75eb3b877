package io.unishim.vfscore;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ERANGE;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Xattr.XATTR_CREATE;
import static io.unishim.abi.Xattr.XATTR_REPLACE;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.XattrCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;
import org.jspecify.annotations.Nullable;

/** Extended attributes. */
final class XattrHandlers implements XattrCalls {
    private static final int LONGEST_NAME = 255;
    private static final int LARGEST_VALUE = 65_536;

    /** What the calls that can meet an access control list say of it. */
    static final String ACL_NOTE =
            "in a directory of the host, attributes of users and access control lists alone are changed, as far as its file system has them; pseudo file systems have none";

    /** Does something to a place in the tree. */
    interface Action {
        long on(VfsPath path);
    }

    private static long byPath(Task task, UserString pathname, int how, Action action) {
        return byPath(task, AT_FDCWD, pathname, how, action);
    }

    static long byPath(Task task, int dirfd, UserString pathname, int how, Action action) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dirfd, pathname, how);
        return result != 0 ? result : action.on(walk.path());
    }

    /** @param unnamed what is answered for what has no place in the tree */
    static long byDescriptor(Task task, int fd, Action action, long unnamed) {
        OpenFileDescription open = Transfer.open(task, fd);
        if (open == null) {
            return -EBADF;
        }
        return open.file() instanceof InodeFile file ? action.on(file.path()) : unnamed;
    }

    /** @return the name, or null if it is empty or too long: {@code -ERANGE} */
    private static @Nullable String name(UserString from) {
        byte[] bytes = new byte[LONGEST_NAME + 1];
        int length = from.copy(bytes);
        return length <= 0 ? null : new String(bytes, 0, length, ISO_8859_1);
    }

    /** @return a name that has been checked */
    static String text(UserString name) {
        String text = name(name);
        return text == null ? "" : text;
    }

    static long get(Task task, UserString name, UserBuffer value, Lookup lookup) {
        String which = name(name);
        return which == null ? -ERANGE : lookup.with(path -> ExtendedAttributes.get(task, path, which, value));
    }

    /** Finds a place and does something to it. */
    interface Lookup {
        long with(Action action);
    }

    static long set(UserString name, UserBuffer value, int flags, Task task, Lookup lookup) {
        if ((flags & ~(XATTR_CREATE | XATTR_REPLACE)) != 0) {
            return -EINVAL;
        }
        String which = name(name);
        if (which == null) {
            return -ERANGE;
        }
        if (value.length() < 0 || value.length() > LARGEST_VALUE) {
            return -E2BIG;
        }
        byte[] bytes = new byte[(int) value.length()];
        if (bytes.length > 0 && value.get(0, bytes, 0, bytes.length) < bytes.length) {
            return -EFAULT;
        }
        return lookup.with(path -> ExtendedAttributes.set(task, path, which, bytes, flags));
    }

    static long remove(Task task, UserString name, Lookup lookup) {
        String which = name(name);
        return which == null ? -ERANGE : lookup.with(path -> ExtendedAttributes.remove(task, path, which));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long getxattr(Task task, UserString pathname, UserString name, UserBuffer value) {
        return get(task, name, value, action -> byPath(task, pathname, Walk.FOLLOW, action));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long lgetxattr(Task task, UserString pathname, UserString name, UserBuffer value) {
        return get(task, name, value, action -> byPath(task, pathname, 0, action));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long fgetxattr(Task task, int fd, UserString name, UserBuffer value) {
        return get(task, name, value, action -> byDescriptor(task, fd, action, Unnamed.getxattr(task, text(name))));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long setxattr(Task task, UserString pathname, UserString name, UserBuffer value, int flags) {
        return set(name, value, flags, task, action -> byPath(task, pathname, Walk.FOLLOW, action));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long lsetxattr(Task task, UserString pathname, UserString name, UserBuffer value, int flags) {
        return set(name, value, flags, task, action -> byPath(task, pathname, 0, action));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long fsetxattr(Task task, int fd, UserString name, UserBuffer value, int flags) {
        return set(
                name,
                value,
                flags,
                task,
                action -> byDescriptor(task, fd, action, Unnamed.changexattr(task, text(name))));
    }

    @Override
    @Support(FULL)
    public long listxattr(Task task, UserString pathname, UserBuffer list) {
        return byPath(task, pathname, Walk.FOLLOW, path -> ExtendedAttributes.list(task, path, list));
    }

    @Override
    @Support(FULL)
    public long llistxattr(Task task, UserString pathname, UserBuffer list) {
        return byPath(task, pathname, 0, path -> ExtendedAttributes.list(task, path, list));
    }

    @Override
    @Support(FULL)
    public long flistxattr(Task task, int fd, UserBuffer list) {
        return byDescriptor(task, fd, path -> ExtendedAttributes.list(task, path, list), 0);
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long removexattr(Task task, UserString pathname, UserString name) {
        return remove(task, name, action -> byPath(task, pathname, Walk.FOLLOW, action));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long lremovexattr(Task task, UserString pathname, UserString name) {
        return remove(task, name, action -> byPath(task, pathname, 0, action));
    }

    @Override
    @Support(value = PARTIAL, note = ACL_NOTE)
    public long fremovexattr(Task task, int fd, UserString name) {
        return remove(task, name, action -> byDescriptor(task, fd, action, Unnamed.changexattr(task, text(name))));
    }
}
