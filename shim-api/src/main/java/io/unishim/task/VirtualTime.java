package io.unishim.task;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Clocks that stand while anybody runs, and jump to the next deadline when everybody waits: an hour's sleep takes no time,
 * and timeouts end in the same order at every run.
 *
 * <pre>{@code
 * VirtualTime time = VirtualTime.from(Instant.parse("2030-01-01T00:00:00Z"));
 * try (Shim shim = Shim.builder().mount(root).time(time).boot()) {
 *     Program.of("/bin/sleep").args("3600").run(shim); // at once
 * }
 * }</pre>
 *
 * <p>Everybody: the threads of programs and of the shim's timers, whether they compute or wait for a stream of the host.
 * A thread of the caller's counts only while it holds the time ({@link #hold}): else its own waits in calls are among
 * those that the clocks jump to, and they stand from when it is woken until it is awake, but what it does between two calls
 * takes no time of theirs, and they may go on meanwhile: a program that looks around every second, and otherwise waits, races through the years while nobody holds the time.
 *
 * <p>For one shim, or for several that are to share their clocks. Processor time stays the host's.
 */
public final class VirtualTime implements TimeSource {
    private static final long SECOND = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final long epoch;
    private final Map<Thread, Parked> parked = new HashMap<>();
    private final Map<Thread, Integer> counted = new HashMap<>();
    private int running;
    private volatile long now = SECOND;

    private VirtualTime(long epoch) {
        this.epoch = epoch;
    }

    /** @param start what the wall clock shows at first; from 1678 to 2261, for it is kept in nanoseconds */
    public static VirtualTime from(Instant start) {
        long nanos = Math.addExact(Math.multiplyExact(start.getEpochSecond(), SECOND), start.getNano());
        return new VirtualTime(Math.subtractExact(nanos, SECOND));
    }

    @Override
    public long realtimeNanos() {
        return epoch + now;
    }

    @Override
    public long monotonicNanos() {
        return now;
    }

    /**
     * Counts the current thread among those that must wait in a call before the clocks jump, until the answer is closed
     * by the same thread: for a test that talks to a program whose timeouts must not pass meanwhile. May be nested.
     */
    public Hold hold() {
        Thread thread = Thread.currentThread();
        lock.lock();
        try {
            begin(thread);
        } finally {
            lock.unlock();
        }
        return () -> end(thread);
    }

    /** While it is open, the thread that made it counts. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void park(BooleanSupplier goOn, long deadline) {
        Thread thread = Thread.currentThread();
        Parked self;
        lock.lock();
        try {
            // Whoever made it true before we held the lock found nobody to let run.
            if (goOn.getAsBoolean() || deadline <= now) {
                return;
            }
            self = new Parked(deadline, counted.containsKey(thread));
            parked.put(thread, self);
            pause(self);
        } finally {
            lock.unlock();
        }
        if (!self.runs) {
            LockSupport.park(goOn);
        }
        lock.lock();
        try {
            resume(self);
            parked.remove(thread);
            if (!self.counts) {
                running--;
                jumpIfAllWait();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unpark(Thread thread) {
        lock.lock();
        try {
            Parked found = parked.get(thread);
            if (found != null) {
                resume(found);
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(thread);
    }

    @Override
    public Runnable watched(Runnable work) {
        lock.lock();
        try {
            // From now on, not from its first step: who starts it may wait before that.
            running++;
        } finally {
            lock.unlock();
        }
        return new Watched(work);
    }

    @Override
    public void forget(Runnable watched) {
        stop();
    }

    private void stop() {
        lock.lock();
        try {
            running--;
            jumpIfAllWait();
        } finally {
            lock.unlock();
        }
    }

    private void begin(Thread thread) {
        if (counted.merge(thread, 1, Integer::sum) == 1) {
            running++;
        }
    }

    private void end(Thread thread) {
        lock.lock();
        try {
            if (counted.merge(thread, -1, (had, less) -> had + less == 0 ? null : had + less) == null) {
                running--;
                jumpIfAllWait();
            }
        } finally {
            lock.unlock();
        }
    }

    private void pause(Parked thread) {
        if (thread.counts) {
            running--;
        }
        jumpIfAllWait();
    }

    /** Who is let run counts from now on, not from when the host has scheduled it: no time passes before it looks. */
    private void resume(Parked thread) {
        if (!thread.runs) {
            thread.runs = true;
            running++;
        }
    }

    private void jumpIfAllWait() {
        if (running > 0) {
            return;
        }
        long next = Waiter.FOREVER;
        for (Parked each : parked.values()) {
            next = Math.min(next, each.deadline);
        }
        if (next == Waiter.FOREVER) {
            return;
        }
        now = Math.max(now, next);
        parked.forEach((thread, each) -> {
            if (each.deadline <= now) {
                resume(each);
                LockSupport.unpark(thread);
            }
        });
    }

    /** A thread that waits. */
    private static final class Parked {
        final long deadline;
        final boolean counts;
        volatile boolean runs;

        Parked(long deadline, boolean counts) {
            this.deadline = deadline;
            this.counts = counts;
        }
    }

    /** Work that counts until it has ended. */
    private final class Watched implements Runnable {
        private final Runnable work;

        Watched(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            Thread thread = Thread.currentThread();
            lock.lock();
            try {
                counted.merge(thread, 1, Integer::sum);
            } finally {
                lock.unlock();
            }
            try {
                work.run();
            } finally {
                end(thread);
            }
        }
    }
}
