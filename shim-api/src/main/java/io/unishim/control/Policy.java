package io.unishim.control;

import io.unishim.abi.Errno;
import io.unishim.abi.Errnos;
import io.unishim.library.Replacement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What to do with a call instead of, or before, serving it. */
@FunctionalInterface
public interface Policy {
    /**
     * Makes the policy's part for one call; counts, where there are any, are kept for each call on its own.
     *
     * @param call Linux's name
     */
    Replacement of(String call);

    /** @return serve it; takes no effect, but marks a call as seen to */
    static Policy pass() {
        return call -> previous -> previous;
    }

    /** @return answer an errno */
    static Policy deny(Errno errno) {
        return fake(-errno.number());
    }

    /** @return answer 0 */
    static Policy stub() {
        return fake(0);
    }

    /** @return answer this value */
    static Policy fake(long value) {
        return call -> previous -> (task, a0, a1, a2, a3, a4, a5) -> value;
    }

    /** @return as if nobody had registered the call */
    static Policy missing() {
        return fake(-Errnos.ENOSYS);
    }

    /**
     * Fails one call.
     *
     * @param nth 1 for the next one, 2 for the one after
     * @param errno what it answers; all others are served
     */
    static Policy failNth(long nth, Errno errno) {
        return call -> previous -> {
            AtomicLong count = new AtomicLong();
            long error = -errno.number();
            return (task, a0, a1, a2, a3, a4, a5) ->
                    count.incrementAndGet() == nth ? error : previous.handle(task, a0, a1, a2, a3, a4, a5);
        };
    }

    /** @return wait, then serve it; a pending signal ends the wait and the call is served at once */
    static Policy delay(Duration time) {
        return call -> previous -> (task, a0, a1, a2, a3, a4, a5) -> {
            long deadline = task.shim().time().monotonicNanos() + time.toNanos();
            while (task.waiter().await(deadline) == 0) {
                // An early wake-up was meant for another wait.
            }
            return previous.handle(task, a0, a1, a2, a3, a4, a5);
        };
    }
}
