package io.unishim.vfscore.fd;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMFILE;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Spinlock;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A process's descriptor table, or that of several processes made with CLONE_FILES. Looked up without a lock, changed under
 * one (the kernel's {@code file_lock}).
 */
public final class DescriptorTable implements Descriptors {
    /** The soft RLIMIT_NOFILE of a process to which nobody gave another. */
    public static final int USUAL_LIMIT = 1024;

    private static final int FIRST_SIZE = 64;

    private final Spinlock lock = new Spinlock();
    private volatile @Nullable OpenFileDescription[] slots = new OpenFileDescription[FIRST_SIZE];
    private final Bits used = new Bits(FIRST_SIZE);
    private final Bits closeOnExec = new Bits(FIRST_SIZE);
    private volatile int limit = USUAL_LIMIT;
    private int open; // read without the lock: who asks whether it is full asks again when a number is given out
    private final AtomicInteger processes = new AtomicInteger(1);

    /** Creates an empty table, for one process. */
    public DescriptorTable() {}

    /** @return that of a task's process */
    public static DescriptorTable of(Task task) {
        return (DescriptorTable) task.process().state(KEY);
    }

    /** @return that of a process, or null if it has none any more */
    public static @Nullable DescriptorTable of(Process process) {
        return (DescriptorTable) process.stateOrNull(KEY);
    }

    // Looking up.

    @Override
    public @Nullable OpenFileDescription get(int fd) {
        @Nullable OpenFileDescription[] all = slots;
        if (Integer.compareUnsigned(fd, all.length) >= 0) {
            return null;
        }
        // The fences of a VarHandle without its look at each object's class.
        OpenFileDescription found = all[fd];
        VarHandle.acquireFence();
        return found;
    }

    @Override
    public int next(int from) {
        lock.lock();
        try {
            return from < 0 ? -1 : used.nextSet(from);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean closeOnExec(int fd) {
        lock.lock();
        try {
            return fd >= 0 && closeOnExec.get(fd);
        } finally {
            lock.unlock();
        }
    }

    /** Sets the close-on-exec flag. @return 0 or {@code -EBADF} */
    public long closeOnExec(int fd, boolean on) {
        lock.lock();
        try {
            if (get(fd) == null) {
                return -EBADF;
            }
            closeOnExec.set(fd, on);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void limit(int descriptors) {
        limit = Math.max(0, descriptors);
    }

    /** @return whether no number can be given out */
    public boolean full() {
        return open >= limit;
    }

    /** @return the first number that is not given out */
    public int limit() {
        return limit;
    }

    // Giving out.

    @Override
    public long install(OpenFileDescription open, int lowest, boolean cloexec) {
        lock.lock();
        try {
            int fd = used.nextClear(lowest);
            if (fd < limit) {
                put(fd, open, cloexec);
                return fd;
            }
        } finally {
            lock.unlock();
        }
        open.release();
        return -EMFILE;
    }

    private void put(int fd, OpenFileDescription open, boolean cloexec) {
        @Nullable OpenFileDescription[] all = slots;
        if (fd >= all.length) {
            int size = Math.max((fd | Long.SIZE - 1) + 1, all.length * 2);
            all = Arrays.copyOf(all, size);
            used.grow(size);
            closeOnExec.grow(size);
            slots = all;
        }
        VarHandle.releaseFence();
        all[fd] = open;
        if (!used.get(fd)) {
            used.set(fd);
            this.open++;
        }
        closeOnExec.set(fd, cloexec);
    }

    @Override
    public long replace(Task task, int fd, OpenFileDescription open, boolean cloexec) {
        OpenFileDescription old = null;
        boolean fits;
        lock.lock();
        try {
            fits = fd >= 0 && fd < limit;
            if (fits) {
                old = get(fd);
                put(fd, open, cloexec);
            }
        } finally {
            lock.unlock();
        }
        if (!fits) {
            open.release();
            return -EBADF;
        }
        if (old != null) {
            closed(task, old);
        }
        return fd;
    }

    /** {@code dup2(2)} and {@code dup3(2)} of two different numbers. @return the new number or an errno */
    public long duplicate(Task task, int from, int to, boolean cloexec) {
        OpenFileDescription open = get(from);
        if (open == null || to < 0 || to >= limit || !open.retain()) {
            return -EBADF;
        }
        return replace(task, to, open, cloexec);
    }

    /** {@code dup(2)} and {@code F_DUPFD}. @return the new number or an errno */
    public long duplicate(int from, int lowest, boolean cloexec) {
        OpenFileDescription open = get(from);
        if (open == null) {
            return -EBADF;
        }
        if (lowest < 0 || lowest >= limit) {
            return -EINVAL;
        }
        return open.retain() ? install(open, lowest, cloexec) : -EBADF;
    }

    // Closing.

    @Override
    public long close(Task task, int fd) {
        OpenFileDescription open = take(fd);
        if (open == null) {
            return -EBADF;
        }
        closed(task, open);
        return 0;
    }

    private @Nullable OpenFileDescription take(int fd) {
        lock.lock();
        try {
            OpenFileDescription found = get(fd);
            if (found != null) {
                slots[fd] = null;
                used.clear(fd);
                closeOnExec.clear(fd);
                open--;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private static void closed(Task task, OpenFileDescription open) {
        open.file().descriptorClosed(task, open);
        open.release();
    }

    /** Closes the descriptors of a range that are open. */
    public void closeRange(Task task, int first, int last) {
        for (int fd = next(first); fd >= 0 && fd <= last; fd = fd == Integer.MAX_VALUE ? -1 : next(fd + 1)) {
            close(task, fd);
        }
    }

    /** Sets the close-on-exec flag of the descriptors of a range that are open. */
    public void closeOnExecRange(int first, int last) {
        lock.lock();
        try {
            for (int fd = used.nextSet(first); fd >= 0 && fd <= last; fd = used.nextSet(fd + 1)) {
                closeOnExec.set(fd);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes what {@code execve(2)} closes. */
    public void executed(Task task) {
        int fd = 0;
        for (; ; ) {
            lock.lock();
            try {
                fd = closeOnExec.nextSet(fd);
            } finally {
                lock.unlock();
            }
            if (fd < 0) {
                return;
            }
            close(task, fd++);
        }
    }

    // Processes.

    /** @return a table of its own with the same descriptors, for {@code fork(2)} */
    public DescriptorTable copy() {
        lock.lock();
        try {
            DescriptorTable copy = new DescriptorTable();
            copy.limit = limit;
            for (int fd = used.nextSet(0); fd >= 0; fd = used.nextSet(fd + 1)) {
                OpenFileDescription open = get(fd);
                if (open != null && open.retain()) {
                    copy.put(fd, open, closeOnExec.get(fd));
                }
            }
            return copy;
        } finally {
            lock.unlock();
        }
    }

    /** Another process uses it too. @return this */
    public DescriptorTable share() {
        processes.incrementAndGet();
        return this;
    }

    /** @return whether several processes use it */
    public boolean shared() {
        return processes.get() > 1;
    }

    /** @return whether no other task uses it than the one that asks */
    public boolean alone(Task task) {
        return !shared() && task.process().tasks().size() == 1;
    }

    /** A process does not use it any more; with the last one everything is closed. @param task of that process */
    public void leave(Task task) {
        if (processes.decrementAndGet() == 0) {
            closeRange(task, 0, Integer.MAX_VALUE);
        }
    }
}
