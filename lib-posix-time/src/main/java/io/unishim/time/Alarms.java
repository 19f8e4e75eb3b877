package io.unishim.time;

import io.unishim.library.ServiceThread;
import io.unishim.task.TimeSource;
import io.unishim.task.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is to happen later in a shim by the monotonic clock, on one thread that starts with the first alarm and ends with the shim. */
final class Alarms implements Ticker {
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Alarm> coming = new TreeSet<>(Alarms::inTime);
    private volatile boolean changed;
    private long orders;
    private @Nullable ServiceThread thread;
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

    @Override
    public long now() {
        return time.monotonicNanos();
    }

    @Override
    public void set(Alarm alarm, long moment) {
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

    @Override
    public void cancel(Alarm alarm) {
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
        ServiceThread now = thread;
        if (now == null) {
            now = new ServiceThread("unishim-alarms", time.watched(this::run));
            thread = now;
            now.start();
        } else {
            changed = true;
            time.unpark(now);
        }
    }

    private void run() {
        List<Alarm> due = new ArrayList<>();
        while (true) {
            long next = collect(due);
            if (next < 0) {
                return;
            }
            if (due.isEmpty()) {
                time.park(() -> changed, next);
            }
            due.forEach(Alarm::due);
            due.clear();
        }
    }

    /** Moves what is due to the list. @return the moment of the next one, or {@link Waiter#FOREVER}; negative at the end */
    private long collect(List<Alarm> due) {
        lock.lock();
        try {
            if (closed) {
                return -1;
            }
            changed = false;
            long now = time.monotonicNanos();
            while (!coming.isEmpty()) {
                Alarm first = coming.first();
                if (first.moment > now) {
                    return first.moment;
                }
                coming.remove(first);
                first.set = false;
                due.add(first);
            }
            return Waiter.FOREVER;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. */
    void close() {
        ServiceThread ending;
        lock.lock();
        try {
            closed = true;
            changed = true;
            coming.clear();
            ending = thread;
        } finally {
            lock.unlock();
        }
        if (ending == null) {
            return;
        }
        time.unpark(ending);
        ending.awaitEnd();
    }
}
