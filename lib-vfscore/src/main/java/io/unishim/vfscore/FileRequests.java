package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Capabilities.CAP_SYS_RAWIO;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Ioctls.*;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserMemory;
import io.unishim.struct.Stat;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests of {@code ioctl(2)} to files of a file system (the kernel's do_vfs_ioctl). */
final class FileRequests {
    private static final int FSXATTR_SIZE = 28;
    private static final int BLOCK = 512;
    private static final int PAGE = 4096;
    private static final int DEDUPE_HEADER = 24;
    private static final int DEDUPE_TARGET = 32;

    private FileRequests() {}

    /** @return what the kernel answers itself, or {@code -ENOTTY} for what the file is to be asked */
    static long control(Task task, OpenFileDescription open, InodeFile file, int request, long argument) {
        UserMemory memory = task.memory();
        return switch (request) {
            case FS_IOC_GETFLAGS -> {
                long flags = file.inode().flags(task);
                if (flags >= 0) {
                    memory.putInt(argument, (int) flags);
                }
                yield flags == -EOPNOTSUPP ? -ENOTTY : Math.min(flags, 0);
            }
            case FS_IOC_SETFLAGS -> setFlags(task, file, memory.getInt(argument));
            case FS_IOC_FSGETXATTR -> {
                long flags = file.inode().flags(task);
                if (flags >= 0) {
                    byte[] all = new byte[FSXATTR_SIZE];
                    words(all).putInt(FlagRequests.extended(flags));
                    memory.writeFully(argument, all);
                }
                yield flags == -EOPNOTSUPP ? -ENOTTY : Math.min(flags, 0);
            }
            case FS_IOC_FSSETXATTR -> setExtended(task, file, memory, argument);
            case FICLONE -> clone(task, open, file, (int) argument);
            case FICLONERANGE -> clone(task, open, file, (int) memory.getLong(argument));
            case FIDEDUPERANGE -> dedupe(open, file, memory, argument);
            case FIGETBSZ -> {
                memory.putInt(argument, (int) file.inode().fileSystem().statfs().bsize());
                yield 0;
            }
            case FIOQSIZE -> {
                Stat stat = file.stat(task);
                if (!ordinary(file)) {
                    yield -ENOTTY;
                }
                memory.putLong(argument, stat.blocks() * BLOCK);
                yield 0;
            }
            case FIBMAP -> map(task, file, memory, argument);
            case FS_IOC_FIEMAP -> -EOPNOTSUPP;
            case FIFREEZE, FITHAW ->
                Credentials.of(task).hasCapability(CAP_SYS_ADMIN) ? request == FITHAW ? -EINVAL : -EOPNOTSUPP : -EPERM;
            default -> -ENOTTY;
        };
    }

    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean ordinary(InodeFile file) {
        int type = file.inode().type();
        return type == S_IFREG || type == S_IFDIR;
    }

    private static long setFlags(Task task, InodeFile file, int flags) {
        boolean has = file.inode().flags(task) >= 0 || file.path().mount().readOnly();
        return has ? FlagRequests.set(task, file.path(), flags) : -ENOTTY;
    }

    private static long setExtended(Task task, InodeFile file, UserMemory memory, long argument) {
        byte[] all = new byte[FSXATTR_SIZE];
        memory.readFully(argument, all);
        ByteBuffer words = words(all);
        int flags = FlagRequests.plain(Integer.toUnsignedLong(words.getInt(0)));
        boolean more = words.getInt(4) != 0 || words.getInt(12) != 0 || words.getInt(16) != 0;
        return setFlags(task, file, more ? -1 : flags);
    }

    /** Nothing here shares blocks: what speaks against it otherwise is said first (the kernel's vfs_clone_file_range). */
    private static long clone(Task task, OpenFileDescription open, InodeFile file, int source) {
        OpenFileDescription from = Transfer.open(task, source);
        if (from == null) {
            return -EBADF;
        }
        if (!(from.file() instanceof InodeFile in)
                || in.inode().fileSystem() != file.inode().fileSystem()) {
            return -EXDEV;
        }
        if (in.isDirectory() || file.isDirectory()) {
            return -EISDIR;
        }
        if (in.inode().type() != S_IFREG || file.inode().type() != S_IFREG) {
            return -EINVAL;
        }
        return !from.readable() || !open.writable() || open.has(O_APPEND) ? -EBADF : -EOPNOTSUPP;
    }

    /** The kernel's ioctl_file_dedupe_range and vfs_dedupe_file_range. */
    private static long dedupe(OpenFileDescription open, InodeFile file, UserMemory memory, long argument) {
        int count = memory.getInt(argument + 16) & 0xffff;
        if (DEDUPE_HEADER + count * DEDUPE_TARGET > PAGE) {
            return -ENOMEM;
        }
        byte[] all = new byte[DEDUPE_HEADER + count * DEDUPE_TARGET];
        memory.readFully(argument, all);
        ByteBuffer words = words(all);
        if (!open.readable() || words.getShort(18) != 0 || words.getInt(20) != 0) {
            return -EINVAL;
        }
        if (file.isDirectory()) {
            return -EISDIR;
        }
        return file.inode().type() != S_IFREG ? -EINVAL : -EOPNOTSUPP;
    }

    private static long map(Task task, InodeFile file, UserMemory memory, long argument) {
        if (file.inode().type() != S_IFREG) {
            return -ENOTTY;
        }
        if (!Credentials.of(task).hasCapability(CAP_SYS_RAWIO)) {
            return -EPERM;
        }
        if (memory.getInt(argument) >= 0) {
            memory.putInt(argument, 0);
        }
        return -EINVAL;
    }
}
