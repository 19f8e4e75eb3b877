package io.unishim.time;

import io.unishim.task.StateKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A process's timers, and the processor time of its tasks that are gone. */
final class ProcessTimers {
    static final StateKey<ProcessTimers> KEY = StateKey.of("timers");

    /** Linux has no limit but RLIMIT_SIGPENDING; ours is a common value of that. */
    private static final int MOST = 16_384;

    private final AtomicLong endedTasksCpu = new AtomicLong();
    private final AtomicLong endedTasksOutsideKernel = new AtomicLong();
    private final ConcurrentHashMap<Integer, PosixTimer> made = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int nextId;
    private final @Nullable IntervalTimer[] intervals = new IntervalTimer[3];
    private boolean ended;

    long endedTasksCpu() {
        return endedTasksCpu.get();
    }

    long endedTasksOutsideKernel() {
        return endedTasksOutsideKernel.get();
    }

    void taskEnded(long cpu, long outsideKernel) {
        endedTasksCpu.addAndGet(cpu);
        endedTasksOutsideKernel.addAndGet(outsideKernel);
    }

    /** @return the timer of {@code setitimer(2)} of that kind, or null if it was never armed */
    @Nullable
    IntervalTimer interval(int which) {
        lock.lock();
        try {
            return intervals[which];
        } finally {
            lock.unlock();
        }
    }

    /** @return the timer of that kind, the given one if there was none; null if the process has ended */
    @Nullable
    IntervalTimer intervalOr(int which, IntervalTimer fresh) {
        lock.lock();
        try {
            if (intervals[which] == null && !ended) {
                intervals[which] = fresh;
            }
            return ended ? null : intervals[which];
        } finally {
            lock.unlock();
        }
    }

    /** @return the id that the next timer gets, or -1 if there are too many */
    int claimId() {
        lock.lock();
        try {
            if (made.size() >= MOST) {
                return -1;
            }
            do {
                nextId = nextId + 1 & Integer.MAX_VALUE;
            } while (made.containsKey(nextId - 1 & Integer.MAX_VALUE));
            return nextId - 1 & Integer.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    void add(int id, PosixTimer timer) {
        made.put(id, timer);
    }

    @Nullable
    PosixTimer get(int id) {
        return made.get(id);
    }

    @Nullable
    PosixTimer remove(int id) {
        return made.remove(id);
    }

    /** At exec: the timers that were made go, those of setitimer(2) stay (man 2 execve). */
    void deleteMade() {
        made.values().forEach(PosixTimer::disarm);
        made.clear();
    }

    /** At the process's end. */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        for (IntervalTimer last : intervals) {
            if (last != null) {
                last.set(0, 0);
            }
        }
        deleteMade();
    }
}
