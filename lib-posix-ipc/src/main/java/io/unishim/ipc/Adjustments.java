package io.unishim.ipc;

import io.unishim.task.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the end of a process is to undo (SEM_UNDO, man 2 semop): an adjustment for each semaphore it operated on. Tasks that
 * were cloned with CLONE_SYSVSEM have one list together, which works when the last of them ends.
 */
final class Adjustments {
    /** Each array is guarded by the lock of its set. */
    private final Map<SemaphoreSet, int[]> bySet = new ConcurrentHashMap<>();

    private int users = 1;

    private Adjustments() {}

    private static Adjustments of(Task task) {
        Adjustments found = task.stateOrNull(IpcLifecycle.ADJUSTMENTS);
        if (found == null) {
            found = new Adjustments();
            task.put(IpcLifecycle.ADJUSTMENTS, found);
        }
        return found;
    }

    static void share(Task parent, Task child) {
        Adjustments shared = of(parent);
        synchronized (shared) {
            shared.users++;
        }
        child.put(IpcLifecycle.ADJUSTMENTS, shared);
    }

    /** @return a task's adjustments to a set that was not removed, whose lock is held */
    static int[] to(Task task, SemaphoreSet set) {
        return of(task).bySet.computeIfAbsent(set, made -> {
            int[] none = new int[made.size()];
            made.adjustedBy(none);
            return none;
        });
    }

    /** A task makes no further call. */
    void end(Task task) {
        task.put(IpcLifecycle.ADJUSTMENTS, null);
        synchronized (this) {
            users--;
            if (users > 0) {
                return;
            }
        }
        bySet.forEach((set, amounts) -> set.adjust(task, amounts));
        bySet.clear();
    }
}
