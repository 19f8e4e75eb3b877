package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the processor time of a program's thread: that of the Java thread which serves it, from when it began, for the thread
 * has served others before; and that of the threads in processes of the host where the program ran.
 */
final class ThreadClock {
    private final int tid = (int) HostCalls.call(Syscall.GETTID.number(), 0, 0, 0);
    private final Thread thread = Thread.currentThread();
    private final long begin = HostClocks.ofOwnThread(tid);
    private final long systemBegin = HostClocks.systemOfCaller();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private final AtomicLong leftSystem = new AtomicLong();
    private long last;
    private long lastSystem;
    private volatile boolean stopped;

    /** Takes over what was counted in a seat that is left. */
    void add(Seat seat) {
        left.addAndGet(seat.processorNanos());
        leftSystem.addAndGet(seat.systemNanos());
    }

    /** Asks a last time: the thread has come out for good, and several want to know what it used. */
    void stop(Seat seat) {
        last = nanos(seat);
        lastSystem = systemNanos(seat);
        stopped = true;
    }

    /** Never less than before: the sources differ in how late they tell. */
    long nanos(Seat seat) {
        if (stopped) {
            return last;
        }
        long now = Math.max(0, HostClocks.ofOwnThread(tid) - begin) + left.get() + seat.processorNanos();
        return latest.accumulateAndGet(now, Math::max);
    }

    long systemNanos(Seat seat) {
        if (stopped) {
            return lastSystem;
        }
        long now = thread == Thread.currentThread()
                ? HostClocks.systemOfCaller()
                : HostClocks.systemOfThread(HostThread.pid(), tid);
        return Math.max(0, now - systemBegin) + leftSystem.get() + seat.systemNanos();
    }
}
