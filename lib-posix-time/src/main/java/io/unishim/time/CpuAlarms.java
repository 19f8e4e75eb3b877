package io.unishim.time;

import io.unishim.library.ServiceThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen when a task or a process has used so much processor time, on one thread that starts with the first such
 * alarm and ends with the shim. Nobody tells how that time passes, so the thread looks: not before the earliest moment at
 * which it can have passed, and in steps of some milliseconds when that is near, as the kernel does at its ticks. It waits by
 * the host's clock also where the shim's is virtual: processors are real.
 */
final class CpuAlarms {
    private static final long LEAST_STEP = 1_000_000;

    /** The step while the clocks stand still. */
    private static final long IDLE_STEP = 8_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Alarm, CpuTicker> coming = new HashMap<>();
    private @Nullable ServiceThread thread;
    private boolean closed;

    void set(Alarm alarm, CpuTicker ticker, long moment) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            alarm.moment = moment;
            coming.put(alarm, ticker);
            if (thread == null) {
                thread = new ServiceThread("unishim-cpu-alarms", this::run);
                thread.start();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void cancel(Alarm alarm) {
        lock.lock();
        try {
            coming.remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        List<Alarm> due = new ArrayList<>();
        while (collect(due)) {
            due.forEach(Alarm::due);
            due.clear();
        }
    }

    /** Waits until something is due and moves it to the list. @return false at the end */
    private boolean collect(List<Alarm> due) {
        lock.lock();
        try {
            long sum = 0;
            while (!closed) {
                long step = Long.MAX_VALUE;
                long newSum = 0;
                for (Map.Entry<Alarm, CpuTicker> each : coming.entrySet()) {
                    long now = each.getValue().now();
                    newSum += now;
                    long left = each.getKey().moment - now;
                    if (left <= 0 || each.getValue().isStopped()) {
                        due.add(each.getKey());
                    } else {
                        step = Math.min(step, left / Math.max(1, each.getValue().threads()));
                    }
                }
                if (!due.isEmpty()) {
                    due.forEach(coming::remove);
                    return true;
                }
                await(Math.max(step, newSum == sum ? IDLE_STEP : LEAST_STEP));
                sum = newSum;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller looks anew, whyever it was woken
    private void await(long nanos) {
        try {
            if (coming.isEmpty()) {
                changed.await();
            } else {
                changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but who wants it to end.
            closed = true;
        }
    }

    /** Ends the thread. */
    void close() {
        ServiceThread ending;
        lock.lock();
        try {
            closed = true;
            coming.clear();
            ending = thread;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            ending.awaitEnd();
        }
    }
}
