package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Signals.MINSIGSTKSZ;
import static io.unishim.abi.Signals.SS_AUTODISARM;
import static io.unishim.abi.Signals.SS_DISABLE;
import static io.unishim.abi.Signals.SS_ONSTACK;

import io.unishim.struct.SignalStack;
import io.unishim.task.Execution;
import io.unishim.task.Task;

/** The rules of {@code sigaltstack(2)}. */
final class AlternateStack {
    private AlternateStack() {}

    /** The stack as the call tells it: whether it is in use depends on where the caller stands. */
    static SignalStack show(Task task, SignalStack stack) {
        int use = stack.size() == 0 ? SS_DISABLE : inUse(task, stack) ? SS_ONSTACK : 0;
        return new SignalStack(stack.base(), use | stack.flags() & SS_AUTODISARM, stack.size());
    }

    private static boolean inUse(Task task, SignalStack stack) {
        Execution execution = task.stateOrNull(Execution.KEY);
        long pointer = execution == null ? 0 : execution.stackPointer();
        // A stack that disarms itself is free for others while a handler runs on it.
        return (stack.flags() & SS_AUTODISARM) == 0
                && Long.compareUnsigned(pointer, stack.base()) > 0
                && Long.compareUnsigned(pointer - stack.base(), stack.size()) <= 0;
    }

    static long change(Task task, TaskSignals own, SignalStack wanted) {
        if (own.stack.size() != 0 && inUse(task, own.stack)) {
            return -EPERM;
        }
        int mode = wanted.flags() & ~SS_AUTODISARM;
        if (mode != 0 && mode != SS_DISABLE && mode != SS_ONSTACK) {
            return -EINVAL;
        }
        if (mode == SS_DISABLE) {
            own.stack = new SignalStack(0, wanted.flags(), 0);
            return 0;
        }
        if (Long.compareUnsigned(wanted.size(), MINSIGSTKSZ) < 0) {
            return -ENOMEM;
        }
        own.stack = wanted;
        return 0;
    }
}
