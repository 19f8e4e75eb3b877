package io.unishim.process.seccomp;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;

import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserMemory;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.CallFilter;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked about the calls of others: the file that SECCOMP_FILTER_FLAG_NEW_LISTENER makes (man 2 seccomp_unotify). A call
 * waits on its own thread until it is answered, a signal comes, or the file is closed.
 */
final class Notifier extends FileOperations {
    private static final int RECV = 0xc050_2100;
    private static final int SEND = 0xc018_2101;
    private static final int ID_VALID = 0x4008_2102;

    /** As headers had it at first. */
    private static final int ID_VALID_ONCE = 0x8008_2102;

    private static final int ADDFD = 0x4018_2103;

    private static final int NOTIF_SIZE = 80;
    private static final int DATA = 16;
    private static final int FLAG_CONTINUE = 1;
    private static final int ADDFD_SETFD = 1;
    private static final int ADDFD_SEND = 2;
    private static final Timespec LONG_AGO = new Timespec(0, 0);

    private final Map<Long, Asked> all = new LinkedHashMap<>();
    private final WaitQueue watchers = new WaitQueue();
    private long lastId;
    private boolean closed;
    private int users;

    /** A call that waits for an answer; guarded by the notifier. */
    private static final class Asked {
        final long id;
        final Task task;
        final byte[] data;
        final WaitQueue answered = new WaitQueue();
        boolean told;
        volatile boolean over;
        long result;

        Asked(long id, Task task, byte[] data) {
            this.id = id;
            this.task = task;
            this.data = data;
        }
    }

    /** Says that so many tasks more, or fewer, have the filter that asks here. */
    void users(int more) {
        int left;
        synchronized (this) {
            users += more;
            left = users;
        }
        if (left == 0) {
            watchers.wakeAll(POLLIN | POLLHUP);
        }
    }

    /**
     * Asks about a call.
     *
     * @param data a struct seccomp_data
     * @return the verdict, as of {@link CallFilter#judge}, or {@code -ERESTARTSYS}
     */
    long ask(Task task, byte[] data) {
        Asked asked;
        synchronized (this) {
            if (closed) {
                return -ENOSYS;
            }
            asked = new Asked(++lastId, task, data);
            all.put(asked.id, asked);
        }
        watchers.wakeAll(POLLIN | POLLRDNORM);
        int why = asked.answered.await(task, () -> asked.over);
        synchronized (this) {
            all.remove(asked.id);
            return asked.over ? asked.result : why;
        }
    }

    private synchronized @Nullable Asked next() {
        for (Asked each : all.values()) {
            if (!each.told && !each.over) {
                return each;
            }
        }
        return null;
    }

    private synchronized boolean hasWork() {
        return next() != null || users == 0;
    }

    private synchronized void end(Asked asked, long result) {
        asked.result = result;
        asked.over = true;
        asked.answered.wakeAll(0);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        UserMemory memory = task.memory();
        return switch (request) {
            case RECV -> receive(task, memory, argument);
            case SEND -> answer(memory, argument);
            case ID_VALID, ID_VALID_ONCE -> stillThere(memory.getLong(argument));
            case ADDFD -> addDescriptor(task, memory, argument);
            default -> -EINVAL;
        };
    }

    private long receive(Task task, UserMemory memory, long address) {
        byte[] notif = new byte[NOTIF_SIZE];
        memory.readFully(address, notif);
        for (byte each : notif) {
            if (each != 0) {
                return -EINVAL;
            }
        }
        int why = watchers.await(task, this::hasWork);
        if (why != 0) {
            return why;
        }
        synchronized (this) {
            Asked asked = next();
            if (asked == null) {
                return -ENOENT;
            }
            asked.told = true;
            ByteBuffer out = ByteBuffer.wrap(notif).order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(asked.id)
                    .putInt(asked.task.tid())
                    .putInt(0)
                    .position(DATA)
                    .put(asked.data);
            try {
                memory.writeFully(address, notif);
            } catch (MemoryFault bad) {
                asked.told = false;
                throw bad;
            }
        }
        watchers.wakeAll(POLLOUT | POLLWRNORM);
        return 0;
    }

    private long answer(UserMemory memory, long address) {
        long id = memory.getLong(address);
        long value = memory.getLong(address + 8);
        int error = memory.getInt(address + 16);
        int flags = memory.getInt(address + 20);
        boolean goesOn = flags == FLAG_CONTINUE;
        if ((flags & ~FLAG_CONTINUE) != 0 || goesOn && (error != 0 || value != 0)) {
            return -EINVAL;
        }
        synchronized (this) {
            Asked asked = all.get(id);
            if (asked == null) {
                return -ENOENT;
            }
            if (!asked.told || asked.over) {
                return -EINPROGRESS;
            }
            end(asked, goesOn ? CallFilter.ALLOWED : error != 0 ? error : value);
            return 0;
        }
    }

    private synchronized long stillThere(long id) {
        Asked asked = all.get(id);
        return asked != null && asked.told && !asked.over ? 0 : -ENOENT;
    }

    /** SECCOMP_IOCTL_NOTIF_ADDFD: gives who asks a descriptor of who answers. */
    private long addDescriptor(Task task, UserMemory memory, long address) {
        long id = memory.getLong(address);
        int flags = memory.getInt(address + 8);
        int source = memory.getInt(address + 12);
        int number = memory.getInt(address + 16);
        int numberFlags = memory.getInt(address + 20);
        boolean there = (flags & ADDFD_SETFD) != 0;
        if ((flags & ~(ADDFD_SETFD | ADDFD_SEND)) != 0 || (numberFlags & ~O_CLOEXEC) != 0 || number != 0 && !there) {
            return -EINVAL;
        }
        OpenFileDescription given = Descriptors.get(task.process(), source);
        if (given == null) {
            return -EBADF;
        }
        Asked asked;
        synchronized (this) {
            asked = all.get(id);
            if (asked == null) {
                return -ENOENT;
            }
            if (!asked.told || asked.over) {
                return -EINPROGRESS;
            }
        }
        Descriptors theirs = asked.task.process().stateOrNull(Descriptors.KEY);
        if (theirs == null || !given.retain()) {
            return -EBADF;
        }
        boolean closes = numberFlags != 0;
        long result = there ? theirs.replace(asked.task, number, given, closes) : theirs.install(given, 0, closes);
        if (result >= 0 && (flags & ADDFD_SEND) != 0) {
            synchronized (this) {
                if (!asked.over) {
                    end(asked, result);
                }
            }
        }
        return result;
    }

    @Override
    public synchronized int readiness(OpenFileDescription open) {
        int ready = next() != null ? POLLIN | POLLRDNORM : 0;
        for (Asked each : all.values()) {
            ready |= each.told && !each.over ? POLLOUT | POLLWRNORM : 0;
        }
        return users == 0 ? ready | POLLHUP : ready;
    }

    @Override
    public WaitQueue waitQueue() {
        return watchers;
    }

    @Override
    public synchronized void released(OpenFileDescription open) {
        closed = true;
        for (Asked each : all.values()) {
            if (!each.over) {
                end(each, -ENOSYS);
            }
        }
    }

    @Override
    public Stat stat(Task task) {
        return new Stat(0, 0, 0600, 1, 0, 0, 0, 0, 4096, 0, LONG_AGO, LONG_AGO, LONG_AGO);
    }

    @Override
    public String link() {
        return "anon_inode:seccomp notify";
    }
}
