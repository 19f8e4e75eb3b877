package io.unishim.vfscore.event;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;

import io.unishim.file.AnonymousFile;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A counter of 64 bits without a sign, at most 2^64-2, to add to and to take from. */
public final class Eventfd extends AnonymousFile {
    private static final long MAX = -2L; // 2^64-2

    private final AtomicLong count;
    private final boolean semaphore;
    private final WaitQueue queue = new WaitQueue();

    Eventfd(int initial, boolean semaphore) {
        super("[eventfd]");
        this.count = new AtomicLong(Integer.toUnsignedLong(initial));
        this.semaphore = semaphore;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        if (buffer.length() < 8) {
            return -EINVAL;
        }
        OffHeap scratch = task.arguments().scratch();
        if (!take(scratch)) {
            if (open.has(O_NONBLOCK)) {
                return -EAGAIN;
            }
            int why = queue.await(task, () -> take(scratch));
            if (why != 0) {
                return why;
            }
        }
        queue.wakeAll(POLLOUT);
        buffer.put(0, scratch, 0, 8);
        return 8;
    }

    /** Takes what there is and leaves it in the scratch. @return whether there was something */
    private boolean take(OffHeap scratch) {
        long now;
        long taken;
        do {
            now = count.get();
            if (now == 0) {
                return false;
            }
            taken = semaphore ? 1 : now;
        } while (!count.compareAndSet(now, now - taken));
        scratch.putLong(0, taken);
        return true;
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        if (buffer.length() != 8) {
            return -EINVAL;
        }
        OffHeap scratch = task.arguments().scratch();
        if (buffer.get(0, scratch, 0, 8) != 8) {
            throw MemoryFault.FAULT;
        }
        long added = scratch.getLong(0);
        if (added == -1) {
            return -EINVAL;
        }
        if (!add(added)) {
            if (open.has(O_NONBLOCK)) {
                return -EAGAIN;
            }
            int why = queue.await(task, () -> add(added));
            if (why != 0) {
                return why;
            }
        }
        queue.wakeAll(POLLIN);
        return 8;
    }

    /** Adds one, unless there is no room: what ended in the kernel tells so. */
    public void signal() {
        if (add(1)) {
            queue.wakeAll(POLLIN);
        }
    }

    private boolean add(long added) {
        long now;
        do {
            now = count.get();
            if (Long.compareUnsigned(added, MAX - now) > 0) {
                return false;
            }
        } while (!count.compareAndSet(now, now + added));
        return true;
    }

    @Override
    public int readiness(OpenFileDescription open) {
        long now = count.get();
        return (now != 0 ? POLLIN : 0) | (now != MAX ? POLLOUT : 0);
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }
}
