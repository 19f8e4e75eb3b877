package io.unishim.process;

import io.unishim.task.Task;
import io.unishim.task.TimeSource;
import io.unishim.task.Waiter;

/** A parent that waits until its child has called {@code execve(2)} or ended; no signal ends it but one that kills. */
final class VforkWait {
    private final Thread parent;
    private final TimeSource time;
    private volatile boolean over;

    /** @param parent the task that will wait, on the current thread */
    VforkWait(Task parent) {
        this.time = parent.shim().time();
        this.parent = Thread.currentThread();
    }

    /** The child needs its parent's memory no more. */
    void release() {
        over = true;
        time.unpark(parent);
    }

    /** Waits; called by the parent's own thread. */
    void await(Task task) {
        boolean interrupted = false;
        while (!mayGoOn(task)) {
            time.park(() -> mayGoOn(task), Waiter.FOREVER);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayGoOn(Task task) {
        return over || (task.work() & Task.EXIT) != 0;
    }
}
