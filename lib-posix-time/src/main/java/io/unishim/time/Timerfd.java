package io.unishim.time;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Poll.POLLIN;

import io.unishim.file.AnonymousFile;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Itimerspec;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.task.TimeSource;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;

/** A timer that is read. */
final class Timerfd extends AnonymousFile {
    private final Clock clock;
    private final TimeSource time;
    private final WaitQueue queue = new WaitQueue();
    private final Countdown timer;
    /** Shown also while the timer is not armed. */
    private volatile Timespec interval = Timespec.ofNanos(0);

    Timerfd(Alarms alarms, Clock clock) {
        super("[timerfd]");
        this.clock = clock;
        this.time = alarms.time();
        this.timer = new Countdown(alarms) {
            @Override
            void due() {
                queue.wakeAll(POLLIN);
            }
        };
    }

    Clock clock() {
        return clock;
    }

    /** Arms or disarms. @return what held before */
    Itimerspec set(boolean absolute, Itimerspec wanted) {
        Countdown.Setting before = Settings.set(timer, time, clock, absolute, wanted);
        Itimerspec shown = new Itimerspec(interval, Timespec.ofNanos(before.left()));
        interval = wanted.interval();
        // Those who wait wait for another moment now.
        queue.wakeAll(0);
        return shown;
    }

    Itimerspec setting() {
        return new Itimerspec(interval, Timespec.ofNanos(timer.setting().left()));
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        if (buffer.length() < 8) {
            return -EINVAL;
        }
        long times = timer.take();
        if (times == 0) {
            times = open.has(O_NONBLOCK) ? -EAGAIN : await(task);
            if (times < 0) {
                return times;
            }
        }
        OffHeap scratch = task.arguments().scratch();
        scratch.putLong(0, times);
        buffer.put(0, scratch, 0, 8);
        return 8;
    }

    private long await(Task task) {
        Waiter waiter = task.waiter();
        queue.add(waiter);
        try {
            while (true) {
                long times = timer.take();
                if (times != 0) {
                    return times;
                }
                int why = waiter.await(timer.next());
                if (why != 0 && why != -ETIMEDOUT) {
                    return why;
                }
            }
        } finally {
            queue.remove(waiter);
        }
    }

    @Override
    public int readiness(OpenFileDescription open) {
        return timer.expired() ? POLLIN : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public void released(OpenFileDescription open) {
        timer.disarm();
    }
}
