package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Poll.POLLIN;

import io.unishim.file.AnonymousFile;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * What {@code signalfd(2)} makes: a set of signals. Whoever reads takes signals of its own: those that wait for the task or
 * for its process, also where the descriptor came from another process (man 2 signalfd).
 */
final class Signalfd extends AnonymousFile {
    private volatile long mask;

    Signalfd(long mask) {
        super("[signalfd]");
        this.mask = mask;
    }

    /** Replaces the set; those who wait look again. */
    void mask(Task task, long wanted) {
        mask = wanted;
        ProcessSignals.of(task).readers.wakeAll(POLLIN);
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        int room = (int) Math.min(Integer.MAX_VALUE / SignalfdSiginfo.SIZE, buffer.length() / SignalfdSiginfo.SIZE);
        if (room == 0) {
            return -EINVAL;
        }
        byte[] bytes = new byte[SignalfdSiginfo.SIZE];
        long done = 0;
        for (int i = 0; i < room; i++) {
            SigInfo info = take(task);
            if (info == null && i == 0 && !open.has(O_NONBLOCK)) {
                Taken taken = await(task);
                if (taken.info == null) {
                    return taken.why;
                }
                info = taken.info;
            }
            if (info == null) {
                break;
            }
            SignalfdSiginfo.encode(info, bytes);
            if (!put(buffer, done, bytes)) {
                return done; // the signal is lost, as on Linux
            }
            done += bytes.length;
        }
        return done == 0 ? -EAGAIN : done;
    }

    private static boolean put(UserBuffer buffer, long at, byte[] bytes) {
        try {
            if (buffer.put(at, bytes, 0, bytes.length) == bytes.length) {
                return true;
            }
        } catch (MemoryFault fault) {
            if (at == 0) {
                throw fault;
            }
            return false;
        }
        if (at == 0) {
            throw MemoryFault.FAULT;
        }
        return false;
    }

    private @Nullable SigInfo take(Task task) {
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            SigInfo found = SignalDelivery.take(all, own, mask);
            if (found != null) {
                all.review(task, own);
            }
            return found;
        } finally {
            all.lock.unlock();
        }
    }

    /** A signal, or why there is none. */
    private record Taken(@Nullable SigInfo info, int why) {}

    private Taken await(Task task) {
        WaitQueue queue = ProcessSignals.of(task).readers;
        Waiter waiter = task.waiter();
        queue.add(waiter);
        try {
            while (true) {
                SigInfo info = take(task);
                int why = info != null ? 0 : waiter.await(Waiter.FOREVER);
                if (info != null || why != 0) {
                    return new Taken(info, why);
                }
            }
        } finally {
            queue.remove(waiter);
        }
    }

    /** What holds for nobody in particular: nothing is known to wait. */
    @Override
    public int readiness(OpenFileDescription open) {
        return 0;
    }

    @Override
    public int readiness(Task task, OpenFileDescription open) {
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            return ((own.pending.set() | all.shared.set()) & mask) != 0 ? POLLIN : 0;
        } finally {
            all.lock.unlock();
        }
    }

    @Override
    public WaitQueue waitQueue(Task task) {
        return ProcessSignals.of(task).readers;
    }
}
