package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Limits.PATH_MAX;
import static io.unishim.abi.Mounts.FSCONFIG_CMD_CREATE;
import static io.unishim.abi.Mounts.FSCONFIG_CMD_CREATE_EXCL;
import static io.unishim.abi.Mounts.FSCONFIG_CMD_RECONFIGURE;
import static io.unishim.abi.Mounts.FSCONFIG_SET_BINARY;
import static io.unishim.abi.Mounts.FSCONFIG_SET_FD;
import static io.unishim.abi.Mounts.FSCONFIG_SET_FLAG;
import static io.unishim.abi.Mounts.FSCONFIG_SET_PATH;
import static io.unishim.abi.Mounts.FSCONFIG_SET_PATH_EMPTY;
import static io.unishim.abi.Mounts.FSCONFIG_SET_STRING;
import static io.unishim.abi.Mounts.FSMOUNT_CLOEXEC;
import static io.unishim.abi.Mounts.FSOPEN_CLOEXEC;
import static io.unishim.abi.Mounts.FSPICK_CLOEXEC;
import static io.unishim.abi.Mounts.FSPICK_EMPTY_PATH;
import static io.unishim.abi.Mounts.FSPICK_NO_AUTOMOUNT;
import static io.unishim.abi.Mounts.FSPICK_SYMLINK_NOFOLLOW;
import static io.unishim.call.SupportLevel.PARTIAL;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.FsContextCalls;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.Walk;

/** Serves {@link FsContextCalls}. */
final class FsContextHandlers implements FsContextCalls {
    /** Room for an option's name or text, its NUL included. */
    private static final int LONGEST_TEXT = 256;

    private static final int LARGEST_BINARY = 1024 * 1024;
    private static final int OF_FSPICK =
            FSPICK_CLOEXEC | FSPICK_SYMLINK_NOFOLLOW | FSPICK_NO_AUTOMOUNT | FSPICK_EMPTY_PATH;

    private final Vfs vfs;

    FsContextHandlers(Vfs vfs) {
        this.vfs = vfs;
    }

    @Override
    @Support(value = PARTIAL, note = "tmpfs, proc, sysfs, devpts and mqueue, others answer ENODEV")
    public long fsopen(Task task, UserString _fs_name, int flags) {
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        if ((flags & ~FSOPEN_CLOEXEC) != 0) {
            return -EINVAL;
        }
        byte[] bytes = new byte[PATH_MAX];
        int length = _fs_name.copy(bytes);
        if (length < 0) {
            return -EINVAL;
        }
        String name = new String(bytes, 0, length, UTF_8);
        FileSystemType type = vfs.type(name);
        return type == null
                ? -ENODEV
                : install(task, FsConfiguration.ofNew(vfs, name, type), (flags & FSOPEN_CLOEXEC) != 0);
    }

    private static long install(Task task, FsConfiguration context, boolean cloexec) {
        OpenFileDescription open = new OpenFileDescription(context, O_RDWR);
        return task.process().state(Descriptors.KEY).install(open, 0, cloexec);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long fspick(Task task, int dfd, UserString path, int flags) {
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        if ((flags & ~OF_FSPICK) != 0) {
            return -EINVAL;
        }
        int follow = (flags & FSPICK_SYMLINK_NOFOLLOW) == 0 ? Walk.FOLLOW : 0;
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dfd, path, follow | ((flags & FSPICK_EMPTY_PATH) != 0 ? Walk.EMPTY : 0));
        if (result != 0) {
            return result;
        }
        if (!walk.path().isMountRoot()) {
            return -EINVAL;
        }
        FsConfiguration context = FsConfiguration.ofExisting(vfs, walk.mount().fileSystem());
        return install(task, context, (flags & FSPICK_CLOEXEC) != 0);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long fsconfig(Task task, int fd, int cmd, UserString _key, long _value, int aux) {
        long result = fd < 0 ? -EINVAL : checkArguments(cmd, !_key.isNull(), _value != 0, aux);
        if (result != 0) {
            return result;
        }
        FileOperations file = Rights.open(task, fd);
        if (!(file instanceof FsConfiguration context)) {
            return file == null ? -EBADF : -EINVAL;
        }
        return switch (cmd) {
            case FSCONFIG_CMD_CREATE, FSCONFIG_CMD_CREATE_EXCL -> context.create(task, cmd == FSCONFIG_CMD_CREATE_EXCL);
            case FSCONFIG_CMD_RECONFIGURE -> context.reconfigure(task);
            default -> set(task, context, cmd, _key, _value, aux);
        };
    }

    private static long checkArguments(int cmd, boolean key, boolean value, int aux) {
        boolean fits = switch (cmd) {
            case FSCONFIG_SET_FLAG -> key && !value && aux == 0;
            case FSCONFIG_SET_STRING -> key && value && aux == 0;
            case FSCONFIG_SET_BINARY -> key && value && aux > 0 && aux <= LARGEST_BINARY;
            case FSCONFIG_SET_PATH, FSCONFIG_SET_PATH_EMPTY -> key && value && (aux >= 0 || aux == AT_FDCWD);
            case FSCONFIG_SET_FD -> key && !value && aux >= 0;
            case FSCONFIG_CMD_CREATE, FSCONFIG_CMD_CREATE_EXCL, FSCONFIG_CMD_RECONFIGURE -> !key && !value && aux == 0;
            default -> false;
        };
        if (fits) {
            return 0;
        }
        return cmd < FSCONFIG_SET_FLAG || cmd > FSCONFIG_CMD_CREATE_EXCL ? -EOPNOTSUPP : -EINVAL;
    }

    private static long set(Task task, FsConfiguration context, int cmd, UserString key, long value, int aux) {
        byte[] name = new byte[LONGEST_TEXT];
        int length = key.copy(name);
        if (length < 0) {
            return -EINVAL;
        }
        String text = "";
        switch (cmd) {
            case FSCONFIG_SET_STRING -> {
                byte[] bytes = new byte[LONGEST_TEXT];
                int size = task.memory().readString(value, bytes);
                if (size < 0) {
                    return -EINVAL;
                }
                text = new String(bytes, 0, size, UTF_8);
            }
            case FSCONFIG_SET_BINARY -> task.memory().readFully(value, new byte[aux]);
            case FSCONFIG_SET_PATH, FSCONFIG_SET_PATH_EMPTY -> {
                int size = task.memory().readString(value, new byte[PATH_MAX]);
                if (size < 0 || size == 0 && cmd == FSCONFIG_SET_PATH) {
                    return size < 0 ? -ENAMETOOLONG : -ENOENT;
                }
            }
            case FSCONFIG_SET_FD -> {
                if (!Rights.isOpen(task, aux)) {
                    return -EBADF;
                }
            }
            default -> {}
        }
        // No file system here takes bytes, paths or descriptors: to each, they are a text that cannot be one.
        MountOptions.Option option =
                new MountOptions.Option(new String(name, 0, length, UTF_8), cmd == FSCONFIG_SET_FLAG ? null : text);
        return context.set(option, cmd == FSCONFIG_SET_STRING);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long fsmount(Task task, int fs_fd, int flags, int attr_flags) {
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        int own = Attributes.ofNew(attr_flags);
        if ((flags & ~FSMOUNT_CLOEXEC) != 0 || own < 0) {
            return -EINVAL;
        }
        FileOperations file = Rights.open(task, fs_fd);
        if (!(file instanceof FsConfiguration context)) {
            return file == null ? -EBADF : -EINVAL;
        }
        return context.mount(task, own, (flags & FSMOUNT_CLOEXEC) != 0);
    }
}
