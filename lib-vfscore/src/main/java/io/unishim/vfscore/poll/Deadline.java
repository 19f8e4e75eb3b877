package io.unishim.vfscore.poll;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.memory.UserRef;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.task.Waiter;

/** Until when a call waits, by the shim's monotonic clock. */
public final class Deadline {
    /** A call that does not wait at all. */
    public static final long NOW = 0;

    private Deadline() {}

    /** @param millis as poll(2) takes them: 0 does not wait, negative waits without limit */
    public static long ofMillis(Task task, int millis) {
        return millis < 0 ? Waiter.FOREVER : ofNanos(task, millis * 1_000_000L);
    }

    /** @return the deadline, or {@code -EINVAL}; NULL waits without limit */
    public static long of(Task task, UserRef<Timespec> timeout) {
        if (timeout.isNull()) {
            return Waiter.FOREVER;
        }
        Timespec time = timeout.get();
        return time.valid() ? ofNanos(task, time.toNanos()) : -EINVAL;
    }

    static long ofNanos(Task task, long nanos) {
        if (nanos == 0) {
            return NOW;
        }
        long then = task.shim().time().monotonicNanos() + nanos;
        return then < 0 ? Waiter.FOREVER : Math.max(then, NOW + 1);
    }

    /** @return how much is left until the deadline, 0 or more */
    static long left(Task task, long deadline) {
        return deadline == NOW ? 0 : Math.max(0, deadline - task.shim().time().monotonicNanos());
    }
}
