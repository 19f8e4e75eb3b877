package io.unishim.process;

import io.unishim.task.Task;
import java.util.concurrent.locks.LockSupport;

/** A parent that waits until its child has called {@code execve(2)} or ended; no signal ends it but one that kills. */
final class VforkWait {
    private final Thread parent;
    private volatile boolean over;

    /** @param parent the thread that will wait */
    VforkWait(Thread parent) {
        this.parent = parent;
    }

    /** The child needs its parent's memory no more. */
    void release() {
        over = true;
        LockSupport.unpark(parent);
    }

    /** Waits; called by the parent's own thread. */
    void await(Task task) {
        boolean interrupted = false;
        while (!over && (task.work() & Task.EXIT) == 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
