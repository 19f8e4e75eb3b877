package io.unishim.vfscore;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.FileFlags.FILE_ATTR_SIZE_VER0;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.FileAttributeCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToLongFunction;

/** Flags of files by path (the kernel's fs/file_attr.c). */
final class FileAttributeHandlers implements FileAttributeCalls {
    private static final int LARGEST = 4096;

    /** The kernel's FS_XFLAGS_MASK. */
    private static final long KNOWN_XFLAGS = 0x8001fffbL;

    @Override
    @Support(FULL)
    public long file_getattr(Task task, int dfd, UserString filename, UserBuffer ufattr, int at_flags) {
        long bad = check(ufattr, at_flags);
        return bad != 0 ? bad : at(task, dfd, filename, at_flags, path -> tell(task, path, ufattr));
    }

    private static long tell(Task task, VfsPath path, UserBuffer target) {
        long flags = path.inode().flags(task);
        if (flags < 0) {
            return flags;
        }
        byte[] all = new byte[(int) target.length()];
        ByteBuffer unused = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putLong(FlagRequests.extended(flags));
        return target.put(0, all, 0, all.length) < all.length ? -EFAULT : 0;
    }

    @Override
    @Support(FULL)
    public long file_setattr(Task task, int dfd, UserString filename, UserBuffer ufattr, int at_flags) {
        long bad = check(ufattr, at_flags);
        if (bad != 0) {
            return bad;
        }
        byte[] all = new byte[(int) ufattr.length()];
        if (ufattr.get(0, all, 0, all.length) < all.length) {
            return -EFAULT;
        }
        for (int i = FILE_ATTR_SIZE_VER0; i < all.length; i++) {
            if (all[i] != 0) {
                return -E2BIG;
            }
        }
        ByteBuffer words = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        long flags = words.getLong(0);
        if ((flags & ~KNOWN_XFLAGS) != 0) {
            return -EINVAL;
        }
        boolean more = words.getInt(8) != 0 || words.getInt(16) != 0 || words.getInt(20) != 0;
        int plain = more ? -1 : FlagRequests.plain(flags);
        return at(task, dfd, filename, at_flags, path -> FlagRequests.set(task, path, plain));
    }

    private static long check(UserBuffer attributes, int flags) {
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        long size = attributes.length();
        return size < 0 || size > LARGEST ? -E2BIG : size < FILE_ATTR_SIZE_VER0 ? -EINVAL : 0;
    }

    private static long at(Task task, int dfd, UserString filename, int flags, ToLongFunction<VfsPath> action) {
        if (AtFlags.meansDescriptor(task, dfd, filename, flags)) {
            OpenFileDescription open = Transfer.openOrPath(task, dfd);
            if (open == null) {
                return -EBADF;
            }
            return open.file() instanceof InodeFile file ? action.applyAsLong(file.path()) : -EOPNOTSUPP;
        }
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dfd, filename, Walk.flags(flags));
        return result != 0 ? result : action.applyAsLong(walk.path());
    }
}
