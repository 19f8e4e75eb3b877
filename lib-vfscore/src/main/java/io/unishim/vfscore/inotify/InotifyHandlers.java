package io.unishim.vfscore.inotify;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Inotify.IN_ALL_EVENTS;
import static io.unishim.abi.Inotify.IN_CLOEXEC;
import static io.unishim.abi.Inotify.IN_DONT_FOLLOW;
import static io.unishim.abi.Inotify.IN_EXCL_UNLINK;
import static io.unishim.abi.Inotify.IN_IGNORED;
import static io.unishim.abi.Inotify.IN_ISDIR;
import static io.unishim.abi.Inotify.IN_MASK_ADD;
import static io.unishim.abi.Inotify.IN_MASK_CREATE;
import static io.unishim.abi.Inotify.IN_NONBLOCK;
import static io.unishim.abi.Inotify.IN_ONESHOT;
import static io.unishim.abi.Inotify.IN_ONLYDIR;
import static io.unishim.abi.Inotify.IN_Q_OVERFLOW;
import static io.unishim.abi.Inotify.IN_UNMOUNT;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.abi.Fcntl;
import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.InotifyCalls;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Notices;
import io.unishim.vfscore.tree.Walk;

/** Serves {@link InotifyCalls}. */
final class InotifyHandlers implements InotifyCalls {
    private static final int KNOWN = IN_ALL_EVENTS
            | IN_UNMOUNT
            | IN_Q_OVERFLOW
            | IN_IGNORED
            | IN_ONLYDIR
            | IN_DONT_FOLLOW
            | IN_EXCL_UNLINK
            | IN_MASK_ADD
            | IN_MASK_CREATE
            | IN_ISDIR
            | IN_ONESHOT;

    private final Notices notices;
    private final Limits limits = new Limits();

    InotifyHandlers(Notices notices) {
        this.notices = notices;
    }

    @Override
    @Support(FULL)
    public long inotify_init(Task task) {
        return inotify_init1(task, 0);
    }

    @Override
    @Support(FULL)
    public long inotify_init1(Task task, int flags) {
        if ((flags & ~(IN_CLOEXEC | IN_NONBLOCK)) != 0) {
            return -EINVAL;
        }
        int uid = Credentials.of(task).fsuid();
        if (!limits.takeInstance(uid)) {
            return -EMFILE;
        }
        InotifyInstance file = new InotifyInstance(notices, limits, uid);
        OpenFileDescription open = new OpenFileDescription(file, O_RDONLY | flags & IN_NONBLOCK);
        return task.process().state(Descriptors.KEY).install(open, 0, (flags & IN_CLOEXEC) != 0);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "what others do to a directory of the host is not seen; a file with several names is told of by its "
                    + "newest one")
    public long inotify_add_watch(Task task, int fd, UserString pathname, int mask) {
        if ((mask & ~KNOWN) != 0 || mask == 0) {
            return -EINVAL;
        }
        OpenFileDescription open = Descriptors.usable(task.process(), fd);
        if (open == null) {
            return -EBADF;
        }
        if ((mask & IN_MASK_ADD) != 0 && (mask & IN_MASK_CREATE) != 0) {
            return -EINVAL;
        }
        if (!(open.file() instanceof InotifyInstance instance)) {
            return -EINVAL;
        }
        Walk walk = Walk.of(task, 0);
        int how = ((mask & IN_DONT_FOLLOW) == 0 ? Walk.FOLLOW : 0) | ((mask & IN_ONLYDIR) != 0 ? Walk.DIRECTORY : 0);
        long result = walk.resolve(task, Fcntl.AT_FDCWD, pathname, how);
        if (result != 0) {
            return result;
        }
        Inode inode = walk.inode();
        result = inode.permission(task, Credentials.of(task), R_OK);
        return result != 0 ? result : instance.watch(inode, mask);
    }

    @Override
    @Support(FULL)
    public long inotify_rm_watch(Task task, int fd, int wd) {
        OpenFileDescription open = Descriptors.usable(task.process(), fd);
        if (open == null) {
            return -EBADF;
        }
        return open.file() instanceof InotifyInstance instance ? instance.remove(wd) : -EINVAL;
    }
}
