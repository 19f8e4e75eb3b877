package io.unishim.time;

import io.unishim.task.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is to happen later in a shim, on one thread that starts with the first alarm and ends with the shim. */
final class Alarms {
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Alarm> coming = new TreeSet<>(Alarms::inTime);
    private long orders;
    private @Nullable Thread thread;
    private boolean closed;

    Alarms(TimeSource time) {
        this.time = time;
    }

    private static int inTime(Alarm one, Alarm other) {
        return one.moment != other.moment
                ? Long.compare(one.moment, other.moment)
                : Long.compare(one.order, other.order);
    }

    TimeSource time() {
        return time;
    }

    /** Sets an alarm, or sets it anew. @param moment by the monotonic clock */
    void set(Alarm alarm, long moment) {
        lock.lock();
        try {
            if (alarm.set) {
                coming.remove(alarm);
            }
            alarm.moment = moment;
            alarm.order = orders++;
            alarm.set = !closed;
            if (alarm.set) {
                coming.add(alarm);
                if (coming.first() == alarm) {
                    wake();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets an alarm, if it is set. */
    void cancel(Alarm alarm) {
        lock.lock();
        try {
            if (alarm.set) {
                coming.remove(alarm);
                alarm.set = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        Thread now = thread;
        if (now == null) {
            now = new Thread(this::run, "unishim-alarms");
            now.setDaemon(true);
            thread = now;
            now.start();
        } else {
            LockSupport.unpark(now);
        }
    }

    private void run() {
        List<Alarm> due = new ArrayList<>();
        while (true) {
            long wait = collect(due);
            if (wait < 0) {
                return;
            }
            for (Alarm each : due) {
                each.due();
            }
            if (!due.isEmpty()) {
                due.clear();
            } else if (wait == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                time.park(this, wait);
            }
        }
    }

    /** Moves what is due to the list. @return nanoseconds to the next one, 1 or more; negative at the end */
    private long collect(List<Alarm> due) {
        lock.lock();
        try {
            if (closed) {
                return -1;
            }
            long now = time.monotonicNanos();
            while (!coming.isEmpty()) {
                Alarm first = coming.first();
                if (first.moment > now) {
                    return first.moment - now;
                }
                coming.remove(first);
                first.set = false;
                due.add(first);
            }
            return Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. */
    void close() {
        Thread ending;
        lock.lock();
        try {
            closed = true;
            coming.clear();
            ending = thread;
        } finally {
            lock.unlock();
        }
        if (ending == null || ending == Thread.currentThread()) {
            return;
        }
        LockSupport.unpark(ending);
        boolean interrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
