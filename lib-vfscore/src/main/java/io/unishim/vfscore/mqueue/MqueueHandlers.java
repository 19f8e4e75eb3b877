package io.unishim.vfscore.mqueue;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SIGEV_NONE;
import static io.unishim.abi.Signals.SIGEV_SIGNAL;
import static io.unishim.abi.Signals.SIGEV_THREAD;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.MqueueCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.MqAttr;
import io.unishim.struct.SigEvent;
import io.unishim.struct.Timespec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.task.TimeSource;
import io.unishim.task.Waiter;
import io.unishim.vfscore.Rules;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The calls, and the file system, which is made when somebody first asks for it. */
final class MqueueHandlers implements MqueueCalls {
    private static final int PRIORITIES = 32_768;
    private static final int LONGEST_NAME = 255;

    private final Vfs vfs;
    private volatile @Nullable VfsMount mount;

    MqueueHandlers(Vfs vfs) {
        this.vfs = vfs;
    }

    VfsMount mount() {
        VfsMount found = mount;
        return found == null ? make() : found;
    }

    private synchronized VfsMount make() {
        VfsMount found = mount;
        if (found == null) {
            found = vfs.mounts().ofKernel(new MqueueFs(vfs), "mqueue");
            mount = found;
        }
        return found;
    }

    /** @return 0 and a name, or a negative errno: it is no path */
    private static long name(Task task, UserString text, Name name) {
        byte[] bytes = task.arguments().path(0);
        int length = text.copy(bytes);
        if (length == 0) {
            return -ENOENT;
        }
        if (length < 0 || length > LONGEST_NAME) {
            return -ENAMETOOLONG;
        }
        boolean dots = bytes[0] == '.' && (length == 1 || length == 2 && bytes[1] == '.');
        for (int i = 0; i < length; i++) {
            dots |= bytes[i] == '/';
        }
        byte[] own = Arrays.copyOf(bytes, length);
        name.set(own, 0, length);
        return dots ? -EACCES : 0;
    }

    @Override
    @Support(FULL)
    public long mq_open(Task task, UserString name, int oflag, int mode, UserRef<MqAttr> attr) {
        MqAttr wanted = attr.isNull() ? MqueueFs.usual() : attr.get();
        Name key = new Name();
        long bad = name(task, name, key);
        if (bad == -ENOENT) {
            return bad;
        }
        DescriptorTable descriptors = DescriptorTable.of(task);
        if (descriptors.full()) {
            return -EMFILE;
        }
        if (bad != 0) {
            return bad;
        }
        VfsMount where = mount();
        Inode root = where.fileSystem().root();
        Found found = new Found();
        root.lock();
        try {
            long result = root.lookup(task, key, found);
            if (result == 0) {
                result = mayOpen(task, found.inode(), oflag);
            } else if (result == -ENOENT && (oflag & O_CREAT) != 0) {
                long denied = root.permission(task, Credentials.of(task), W_OK);
                int bits = mode & 07777 & ~FsContext.of(task).umask();
                result = denied != 0
                        ? denied
                        : ((MqueueFs) root.fileSystem()).make(task, key, S_IFREG | bits, wanted, found);
            }
            if (result == 0) {
                result = found.inode().open(task, new VfsPath(where, found.inode()), oflag, found);
            }
            if (result != 0) {
                return result;
            }
        } finally {
            root.unlock();
        }
        OpenFileDescription open = new OpenFileDescription(found.file(), oflag & (O_ACCMODE | O_NONBLOCK));
        return descriptors.install(open, 0, true);
    }

    private static long mayOpen(Task task, Inode queue, int oflag) {
        if ((oflag & O_CREAT) != 0 && (oflag & O_EXCL) != 0) {
            return -EEXIST;
        }
        int mask = switch (oflag & O_ACCMODE) {
            case O_RDWR -> R_OK | W_OK;
            case O_WRONLY -> W_OK;
            default -> R_OK;
        };
        return (oflag & O_ACCMODE) == O_ACCMODE ? -EINVAL : queue.permission(task, Credentials.of(task), mask);
    }

    @Override
    @Support(FULL)
    public long mq_unlink(Task task, UserString name) {
        Name key = new Name();
        long bad = name(task, name, key);
        if (bad != 0) {
            return bad;
        }
        Inode root = mount().fileSystem().root();
        root.lock();
        try {
            Found found = new Found();
            long result = root.lookup(task, key, found);
            if (result == 0) {
                result = Rules.mayDelete(task, root, found.inode(), false);
            }
            return result != 0 ? result : root.unlink(task, key, found.inode());
        } finally {
            root.unlock();
        }
    }

    private static @Nullable OpenFileDescription queue(Task task, int fd) {
        OpenFileDescription open = DescriptorTable.of(task).get(fd);
        return open != null && open.file() instanceof MqueueFile ? open : null;
    }

    /** @return when to give up, by the monotonic clock */
    private static long deadline(Task task, @Nullable Timespec moment) {
        if (moment == null) {
            return Waiter.FOREVER;
        }
        TimeSource time = task.shim().time();
        long wanted = moment.toNanos();
        long left = wanted - time.realtimeNanos();
        long now = time.monotonicNanos();
        return wanted == Long.MAX_VALUE || left > Long.MAX_VALUE - now ? Waiter.FOREVER : now + left;
    }

    @Override
    @Support(FULL)
    public long mq_timedsend(Task task, int mqdes, UserBuffer msg, int prio, UserRef<Timespec> timeout) {
        Timespec moment = timeout.isNull() ? null : timeout.get();
        if (moment != null && !moment.valid() || prio < 0 || prio >= PRIORITIES) {
            return -EINVAL;
        }
        OpenFileDescription open = queue(task, mqdes);
        if (open == null || !open.writable()) {
            return -EBADF;
        }
        Mqueue queue = ((MqueueFile) open.file()).queue();
        long length = msg.length();
        if (length < 0 || length > queue.limits().msgsize()) {
            return -EMSGSIZE;
        }
        byte[] bytes = new byte[(int) length];
        if (msg.get(0, bytes, 0, bytes.length) != bytes.length) {
            return -EFAULT;
        }
        return queue.send(task, prio, bytes, !open.has(O_NONBLOCK), deadline(task, moment));
    }

    @Override
    @Support(FULL)
    public long mq_timedreceive(Task task, int mqdes, UserBuffer msg, UserInt prio, UserRef<Timespec> timeout) {
        Timespec moment = timeout.isNull() ? null : timeout.get();
        if (moment != null && !moment.valid()) {
            return -EINVAL;
        }
        OpenFileDescription open = queue(task, mqdes);
        if (open == null || !open.readable()) {
            return -EBADF;
        }
        Mqueue queue = ((MqueueFile) open.file()).queue();
        long room = msg.length();
        if (room >= 0 && room < queue.limits().msgsize()) {
            return -EMSGSIZE;
        }
        MqueueWait got = queue.receive(task, !open.has(O_NONBLOCK), deadline(task, moment));
        if (got.result() != 0) {
            return got.result();
        }
        if (!prio.isNull()) {
            prio.set(got.priority());
        }
        byte[] bytes = got.message();
        return msg.put(0, bytes, 0, bytes.length) == bytes.length ? bytes.length : -EFAULT;
    }

    @Override
    @Support(value = PARTIAL, note = "SIGEV_THREAD, which tells through a netlink socket: EBADF")
    public long mq_notify(Task task, int mqdes, UserRef<SigEvent> sevp) {
        SigEvent how = sevp.isNull() ? null : sevp.get();
        if (how != null) {
            if (how.how() == SIGEV_THREAD) {
                return -EBADF;
            }
            boolean known = how.how() == SIGEV_NONE || how.how() == SIGEV_SIGNAL;
            if (!known || how.how() == SIGEV_SIGNAL && (how.signo() < 0 || how.signo() > NSIG)) {
                return -EINVAL;
            }
        }
        OpenFileDescription open = queue(task, mqdes);
        if (open == null) {
            return -EBADF;
        }
        Mqueue queue = ((MqueueFile) open.file()).queue();
        if (how == null) {
            queue.forget(task.process());
            return 0;
        }
        return queue.tell(task.process(), how);
    }

    @Override
    @Support(FULL)
    public long mq_getsetattr(Task task, int mqdes, UserRef<MqAttr> newattr, UserRef<MqAttr> oldattr) {
        MqAttr wanted = newattr.isNull() ? null : newattr.get();
        if (wanted != null && (wanted.flags() & ~O_NONBLOCK) != 0) {
            return -EINVAL;
        }
        OpenFileDescription open = queue(task, mqdes);
        if (open == null) {
            return -EBADF;
        }
        Mqueue queue = ((MqueueFile) open.file()).queue();
        MqAttr limits = queue.limits();
        MqAttr before = new MqAttr(open.flags() & O_NONBLOCK, limits.maxmsg(), limits.msgsize(), queue.count());
        if (wanted != null) {
            open.changeFlags(O_NONBLOCK, (int) wanted.flags());
        }
        if (!oldattr.isNull()) {
            oldattr.set(before);
        }
        return 0;
    }
}
