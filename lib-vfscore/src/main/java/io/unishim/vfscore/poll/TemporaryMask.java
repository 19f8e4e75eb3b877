package io.unishim.vfscore.poll;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.memory.UserLong;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** The signal mask of ppoll(2), pselect(2) and epoll_pwait(2), which holds while the call waits. */
public final class TemporaryMask {
    private static final long SET_SIZE = 8;

    private TemporaryMask() {}

    /**
     * Sets it.
     *
     * @param sigmask the signals to block, NULL to change none
     * @param size as the caller gave it
     * @return 0, or {@code -EINVAL} for a size that is not the kernel's
     * @throws io.unishim.memory.MemoryFault if it cannot be read
     */
    public static long begin(Task task, UserLong sigmask, long size) {
        if (sigmask.isNull()) {
            return 0;
        }
        return size == SET_SIZE ? begin(task, sigmask.get()) : -EINVAL;
    }

    /** Sets it. @return 0 */
    static long begin(Task task, long mask) {
        Signalling signals = signals(task);
        if (signals != null) {
            signals.temporaryMask(task, mask);
        }
        return 0;
    }

    /**
     * Ends it.
     *
     * @param begun whether there is one
     * @param result the call's
     */
    public static void end(Task task, boolean begun, long result) {
        Signalling signals = begun ? signals(task) : null;
        if (signals != null) {
            signals.endTemporaryMask(task, result == -EINTR);
        }
    }

    private static @Nullable Signalling signals(Task task) {
        return task.shim().serviceOrNull(Signalling.class);
    }
}
