package io.unishim.vfscore;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.XattrAtCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Walk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Extended attributes of what is at a path from a directory. */
final class XattrAtHandlers implements XattrAtCalls {
    private static final int KNOWN_FLAGS = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH;

    /** {@code struct xattr_args} as Linux 6.13 has it, and the most that a later one may have. */
    private static final int ARGS_SIZE = 16;

    private static final int LARGEST_ARGS = 4096;

    /** The register argument behind the last one: its object holds the value. */
    private static final int VALUE_SLOT = 5;

    /** What to do with a value. */
    private interface Use {
        long of(UserBuffer value, int flags);
    }

    /** Reads {@code struct xattr_args} (the kernel's copy_struct_from_user). */
    private static long args(Task task, int atFlags, UserBuffer args, Use use) {
        if (args.length() < ARGS_SIZE) {
            return Long.compareUnsigned(args.length(), LARGEST_ARGS) > 0 ? -E2BIG : -EINVAL;
        }
        if (args.length() > LARGEST_ARGS) {
            return -E2BIG;
        }
        byte[] bytes = new byte[(int) args.length()];
        if (args.get(0, bytes, 0, bytes.length) < bytes.length) {
            return -EFAULT;
        }
        for (int i = ARGS_SIZE; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return -E2BIG;
            }
        }
        if ((atFlags & ~KNOWN_FLAGS) != 0) {
            return -EINVAL;
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long size = Integer.toUnsignedLong(words.getInt(8));
        return use.of(task.arguments().buffer(VALUE_SLOT, words.getLong(0), size), words.getInt(12));
    }

    /** @param unnamed what is answered for what has no place in the tree */
    private static long at(
            Task task, int dirfd, UserString path, int flags, XattrHandlers.Action action, long unnamed) {
        return AtFlags.meansDescriptor(task, dirfd, path, flags)
                ? XattrHandlers.byDescriptor(task, dirfd, action, unnamed)
                : XattrHandlers.byPath(task, dirfd, path, Walk.flags(flags), action);
    }

    @Override
    @Support(value = PARTIAL, note = XattrHandlers.ACL_NOTE)
    public long getxattrat(Task task, int dirfd, UserString pathname, int at_flags, UserString name, UserBuffer args) {
        return args(task, at_flags, args, (value, flags) -> {
            if (flags != 0) {
                return -EINVAL;
            }
            return XattrHandlers.get(task, name, value, action -> {
                long unnamed = Unnamed.getxattr(task, XattrHandlers.text(name));
                return at(task, dirfd, pathname, at_flags, action, unnamed);
            });
        });
    }

    @Override
    @Support(value = PARTIAL, note = XattrHandlers.ACL_NOTE)
    public long setxattrat(Task task, int dirfd, UserString pathname, int at_flags, UserString name, UserBuffer args) {
        return args(
                task,
                at_flags,
                args,
                (value, flags) -> XattrHandlers.set(name, value, flags, task, action -> {
                    long unnamed = Unnamed.changexattr(task, XattrHandlers.text(name));
                    return at(task, dirfd, pathname, at_flags, action, unnamed);
                }));
    }

    @Override
    @Support(FULL)
    public long listxattrat(Task task, int dirfd, UserString pathname, int at_flags, UserBuffer list) {
        if ((at_flags & ~KNOWN_FLAGS) != 0) {
            return -EINVAL;
        }
        return at(task, dirfd, pathname, at_flags, path -> ExtendedAttributes.list(task, path, list), 0);
    }

    @Override
    @Support(value = PARTIAL, note = XattrHandlers.ACL_NOTE)
    public long removexattrat(Task task, int dirfd, UserString pathname, int at_flags, UserString name) {
        if ((at_flags & ~KNOWN_FLAGS) != 0) {
            return -EINVAL;
        }
        return XattrHandlers.remove(task, name, action -> {
            long unnamed = Unnamed.changexattr(task, XattrHandlers.text(name));
            return at(task, dirfd, pathname, at_flags, action, unnamed);
        });
    }
}
