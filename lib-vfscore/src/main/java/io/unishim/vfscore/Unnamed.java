package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Ioctls.FICLONE;
import static io.unishim.abi.Ioctls.FICLONERANGE;
import static io.unishim.abi.Ioctls.FIGETBSZ;
import static io.unishim.abi.Ioctls.FS_IOC_FIEMAP;
import static io.unishim.abi.Mounts.ST_VALID;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFSOCK;

import io.unishim.file.FileOperations;
import io.unishim.file.Ownership;
import io.unishim.struct.Stat;
import io.unishim.struct.Statfs;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** What calls about files say of open objects that have no name: pipes, sockets, event counters. */
final class Unnamed {
    private static final long PIPEFS_MAGIC = 0x50495045;
    private static final long SOCKFS_MAGIC = 0x534f434b;
    private static final long ANON_INODE_MAGIC = 0x09041934;
    private static final int BLOCK = 4096;
    private static final int LONGEST_NAME = 255;
    private static final String USER = "user.";
    private static final String TRUSTED = "trusted.";

    private Unnamed() {}

    static Statfs statfs(Task task, FileOperations file) {
        Stat stat = file.stat(task);
        long magic = switch (stat.mode() & S_IFMT) {
            case S_IFIFO -> PIPEFS_MAGIC;
            case S_IFSOCK -> SOCKFS_MAGIC;
            default -> ANON_INODE_MAGIC;
        };
        return new Statfs(magic, BLOCK, 0, 0, 0, 0, 0, stat.dev(), LONGEST_NAME, BLOCK, ST_VALID);
    }

    /** Requests that the kernel answers itself. @return {@code -ENOTTY} for others */
    static long control(Task task, FileOperations file, int request, long argument) {
        return switch (request) {
            case FIGETBSZ -> {
                task.memory().putInt(argument, (int) file.stat(task).blksize());
                yield 0;
            }
            case FICLONE -> Transfer.open(task, (int) argument) == null ? -EBADF : -EXDEV;
            case FICLONERANGE -> Transfer.open(task, (int) task.memory().getLong(argument)) == null ? -EBADF : -EXDEV;
            case FS_IOC_FIEMAP -> -EOPNOTSUPP;
            default -> -ENOTTY;
        };
    }

    static long mode(Task task, FileOperations file, int mode) {
        Ownership ownership = file.ownership();
        return ownership == null ? -EOPNOTSUPP : ownership.change(task, mode);
    }

    static long owner(Task task, FileOperations file, int uid, int gid) {
        Ownership ownership = file.ownership();
        return ownership == null ? -EOPNOTSUPP : ownership.change(task, uid, gid);
    }

    /** Reading an extended attribute: there are none. */
    static long getxattr(Task task, String name) {
        return name.startsWith(USER) || hidden(task, name) ? -ENODATA : -EOPNOTSUPP;
    }

    /** Setting or removing one: only files and directories have those of users. */
    static long changexattr(Task task, String name) {
        return name.startsWith(USER) || hidden(task, name) ? -EPERM : -EOPNOTSUPP;
    }

    private static boolean hidden(Task task, String name) {
        return name.startsWith(TRUSTED) && !Credentials.of(task).hasCapability(CAP_SYS_ADMIN);
    }
}
