package io.unishim.vfscore.aio;

import static io.unishim.abi.Aio.IOCB_CMD_FDSYNC;
import static io.unishim.abi.Aio.IOCB_CMD_FSYNC;
import static io.unishim.abi.Aio.IOCB_CMD_POLL;
import static io.unishim.abi.Aio.IOCB_CMD_PREAD;
import static io.unishim.abi.Aio.IOCB_CMD_PREADV;
import static io.unishim.abi.Aio.IOCB_CMD_PWRITE;
import static io.unishim.abi.Aio.IOCB_CMD_PWRITEV;
import static io.unishim.abi.Aio.IOCB_FLAG_IOPRIO;
import static io.unishim.abi.Aio.IOCB_FLAG_RESFD;
import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Restart.ERESTART_RESTARTBLOCK;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.struct.IoEvent;
import io.unishim.struct.Iocb;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.Positioned;
import io.unishim.vfscore.event.Eventfd;
import io.unishim.vfscore.tree.InodeFile;
import org.jspecify.annotations.Nullable;

/** One request, from its submission on. What it answers is said by the call, how it ended by an event. */
final class AioRequest {
    /** The end of what a program can name: the kernel's TASK_SIZE_MAX. */
    private static final long USER_END = 0x7fff_ffff_f000L;

    private static final int SLOT = 2;
    private static final int KEY = 8;
    private static final int CLASS_SHIFT = 13;
    private static final int LEVELS = 7;

    private final Task task;
    private final AioContext context;
    private final long address;
    private final Iocb wish;
    private final OpenFileDescription open;
    private final @Nullable Eventfd counter;

    private AioRequest(
            Task task,
            AioContext context,
            long address,
            Iocb wish,
            OpenFileDescription open,
            @Nullable Eventfd counter) {
        this.task = task;
        this.context = context;
        this.address = address;
        this.wish = wish;
        this.open = open;
        this.counter = counter;
    }

    /** @return 0 if there will be an event, or is one already, or a negative errno */
    static long submit(Task task, AioContext context, long address) {
        Iocb wish = task.arguments().ref(SLOT, Iocb.LAYOUT, address).get();
        if (wish.reserved() != 0 || wish.count() < 0) {
            return -EINVAL;
        }
        if (!context.reserve()) {
            return -EAGAIN;
        }
        long result = -EFAULT;
        try {
            result = prepared(task, context, address, wish);
        } finally {
            if (result != 0) {
                context.giveBack();
            }
        }
        return result;
    }

    private static long prepared(Task task, AioContext context, long address, Iocb wish) {
        OpenFileDescription open = open(task, wish.fd());
        if (open == null) {
            return -EBADF;
        }
        Eventfd counter = null;
        if ((wish.flags() & IOCB_FLAG_RESFD) != 0) {
            OpenFileDescription told = open(task, wish.eventFd());
            if (told == null) {
                return -EBADF;
            }
            if (!(told.file() instanceof Eventfd known)) {
                return -EINVAL;
            }
            counter = known;
        }
        task.memory().putInt(address + KEY, 0);
        AioRequest request = new AioRequest(task, context, address, wish, open, counter);
        return switch (wish.opcode()) {
            case IOCB_CMD_PREAD, IOCB_CMD_PREADV, IOCB_CMD_PWRITE, IOCB_CMD_PWRITEV -> request.move();
            case IOCB_CMD_FSYNC, IOCB_CMD_FDSYNC -> request.sync();
            case IOCB_CMD_POLL -> request.poll();
            default -> -EINVAL;
        };
    }

    private static @Nullable OpenFileDescription open(Task task, int fd) {
        OpenFileDescription open = task.process().state(Descriptors.KEY).get(fd);
        return open == null || open.has(O_PATH) ? null : open;
    }

    private long move() {
        boolean reads = wish.opcode() == IOCB_CMD_PREAD || wish.opcode() == IOCB_CMD_PREADV;
        long refused = (wish.flags() & IOCB_FLAG_IOPRIO) == 0 ? 0 : priority();
        if (refused != 0) {
            return refused;
        }
        if (!Positioned.known(wish.rwFlags())) {
            return -EOPNOTSUPP;
        }
        if (reads ? !open.readable() : !open.writable()) {
            return -EBADF;
        }
        if (open.file() instanceof InodeFile file && file.inode().type() == S_IFDIR) {
            return -EINVAL;
        }
        boolean several = wish.opcode() == IOCB_CMD_PREADV || wish.opcode() == IOCB_CMD_PWRITEV;
        UserBuffer buffer;
        if (several) {
            UserIovec vector = task.arguments().iovec(SLOT, wish.buffer(), wish.count());
            long total = vector.load();
            if (total < 0) {
                return total;
            }
            buffer = vector;
        } else {
            if (wish.buffer() > 0 && wish.buffer() > USER_END - wish.count()) {
                return -EFAULT;
            }
            buffer = task.arguments().buffer(SLOT, wish.buffer(), wish.count());
        }
        if (wish.offset() < 0) {
            return -EINVAL;
        }
        end(reads ? read(buffer) : write(buffer));
        return 0;
    }

    private long read(UserBuffer buffer) {
        try {
            return Positioned.read(task, open, buffer, wish.offset());
        } catch (MemoryFault fault) {
            return -EFAULT;
        }
    }

    private long write(UserBuffer buffer) {
        try {
            return Positioned.write(task, open, buffer, wish.offset(), wish.rwFlags());
        } catch (MemoryFault fault) {
            return -EFAULT;
        }
    }

    /** The kernel's ioprio_check_cap. */
    private long priority() {
        int level = wish.priority() & LEVELS;
        return switch (wish.priority() >>> CLASS_SHIFT) {
            case 0 -> level == 0 ? 0 : -EINVAL;
            case 1 -> {
                Credentials who = Credentials.of(task);
                yield who.hasCapability(CAP_SYS_NICE) || who.hasCapability(CAP_SYS_ADMIN) ? 0 : -EPERM;
            }
            case 2, 3 -> 0;
            default -> -EINVAL;
        };
    }

    private long sync() {
        if (wish.buffer() != 0 || wish.count() != 0 || wish.offset() != 0 || wish.rwFlags() != 0) {
            return -EINVAL;
        }
        long result = open.file().sync(wish.opcode() == IOCB_CMD_FDSYNC);
        if (result == -EINVAL) {
            return result; // nothing that could be synchronized
        }
        end(result);
        return 0;
    }

    private long poll() {
        if ((wish.buffer() & ~0xffffL) != 0 || wish.count() != 0 || wish.offset() != 0 || wish.rwFlags() != 0) {
            return -EINVAL;
        }
        if (!open.retain()) {
            return -EBADF;
        }
        AioPoll poll = new AioPoll(context, task, address, wish, open, counter);
        if (!context.begin(poll)) {
            open.release();
            return -EINVAL;
        }
        poll.start();
        return 0;
    }

    private void end(long result) {
        // A call that a signal ended is not made again (the kernel's aio_rw_done).
        boolean interrupted = result <= -ERESTARTSYS && result >= -ERESTART_RESTARTBLOCK;
        context.end(new IoEvent(wish.data(), address, interrupted ? -EINTR : result, 0));
        if (counter != null) {
            counter.signal();
        }
    }
}
