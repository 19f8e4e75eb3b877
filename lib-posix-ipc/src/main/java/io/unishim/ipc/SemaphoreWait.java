package io.unishim.ipc;

import static io.unishim.abi.Errnos.EIDRM;

import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A task that waits for a set: whoever changes the set does the task's operations, and then wakes it. */
final class SemaphoreWait {
    private static final int WAITING = 1;

    private final Task task;
    private final Operations operations;
    private final int @Nullable [] adjustments;
    private int result = WAITING;

    SemaphoreWait(Task task, Operations operations, int @Nullable [] adjustments) {
        this.task = task;
        this.operations = operations;
        this.adjustments = adjustments;
    }

    boolean changes() {
        return operations.changes();
    }

    boolean blockedBy(int number, boolean forZero) {
        return operations.blockedBy(number, forZero);
    }

    boolean isOver() {
        return result != WAITING;
    }

    boolean succeeded() {
        return result == 0;
    }

    /** @return what {@code semop(2)} answers */
    int result() {
        return result;
    }

    /** @return whether it need not wait any more */
    boolean retry(SemaphoreSet set) {
        int now = operations.perform(set, adjustments, task.process().pid());
        if (now == Operations.BLOCKED) {
            return false;
        }
        if (now == 0) {
            set.operated(task);
        }
        end(now);
        return true;
    }

    void removed() {
        end(-EIDRM);
    }

    private void end(int how) {
        result = how;
        task.waiter().wake(0);
    }
}
