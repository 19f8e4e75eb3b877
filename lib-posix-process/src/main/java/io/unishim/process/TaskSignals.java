package io.unishim.process;

import static io.unishim.abi.Signals.SS_DISABLE;

import io.unishim.struct.SignalStack;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A task's signals: which it blocks, which wait for it, on which stack handlers run. */
final class TaskSignals {
    static final StateKey<TaskSignals> KEY = StateKey.of("signals of a task");

    /** Those that it blocks. Written under {@link ProcessSignals#lock}. */
    volatile long mask;

    /** The mask that is to be back after a call that replaced it. Guarded by the lock, as all below. */
    long savedMask;

    /** Whether {@link #savedMask} counts. */
    boolean masked;

    /** Those that it waits for in {@code rt_sigtimedwait(2)}, although it blocks them. */
    long awaited;

    final PendingSignals pending = new PendingSignals();

    /** Where handlers run that want so; size 0 is none. Used by the task's own thread. */
    SignalStack stack = NO_STACK;

    /** No alternate stack, and none yet. */
    static final SignalStack NO_STACK = new SignalStack(0, 0, 0);

    /** What remains of one that disarmed itself. */
    static final SignalStack DISARMED = new SignalStack(0, SS_DISABLE, 0);

    static TaskSignals of(Task task) {
        return task.state(KEY);
    }

    /** As {@link #of}, or null for a task that is just being made. */
    static @Nullable TaskSignals find(Task task) {
        return task.stateOrNull(KEY);
    }

    /** Whether a signal, as a bit, would make the task do something. */
    boolean wants(long bit) {
        return (mask & bit) == 0 || (awaited & bit) != 0;
    }
}
