package io.unishim.time;

import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The processor time of a process or of one of its tasks, for alarms. */
final class CpuTicker implements Ticker {
    private final CpuAlarms alarms;
    private final Process process;
    private final @Nullable Task task;
    private final boolean outsideKernel;
    private final AtomicLong last = new AtomicLong();

    /**
     * Makes one.
     *
     * @param task of the process, or null for all
     * @param outsideKernel whether only that counts (ITIMER_VIRTUAL)
     */
    CpuTicker(CpuAlarms alarms, Process process, @Nullable Task task, boolean outsideKernel) {
        this.alarms = alarms;
        this.process = process;
        this.task = task;
        this.outsideKernel = outsideKernel;
    }

    /** @return whether it shows the same for ever: its task has ended */
    boolean isStopped() {
        return process.status() != Process.RUNNING
                || task != null && task.shim().tasks().task(task.tid()) != task;
    }

    /** @return how many threads may make it run */
    int threads() {
        return task != null ? 1 : process.tasks().size();
    }

    /** Never runs backwards, though what it shows is put together from clocks that are not read at the same moment. */
    @Override
    public long now() {
        return last.accumulateAndGet(isStopped() ? 0 : read(), Math::max);
    }

    private long read() {
        if (task != null) {
            return CpuClock.ofTask(null, task);
        }
        return outsideKernel ? CpuClock.ofProcessOutsideKernel(null, process) : CpuClock.ofProcess(null, process);
    }

    @Override
    public void set(Alarm alarm, long moment) {
        alarms.set(alarm, this, moment);
    }

    @Override
    public void cancel(Alarm alarm) {
        alarms.cancel(alarm);
    }
}
