package io.unishim.ipc;

import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the end of a process is to undo (SEM_UNDO, man 2 semop): an adjustment for each semaphore it operated on. Tasks that
 * were cloned with CLONE_SYSVSEM have one list together, which works when the last of them ends.
 */
final class Adjustments {
    private static final StateKey<Adjustments> KEY = StateKey.of("semaphore adjustments");

    /** Each array is guarded by the lock of its set. */
    private final Map<SemaphoreSet, int[]> bySet = new ConcurrentHashMap<>();

    private int users = 1;

    private Adjustments() {}

    private static Adjustments of(Task task) {
        Adjustments found = task.stateOrNull(KEY);
        if (found == null) {
            found = new Adjustments();
            task.put(KEY, found);
        }
        return found;
    }

    static void share(Task parent, Task child) {
        Adjustments shared = of(parent);
        synchronized (shared) {
            shared.users++;
        }
        child.put(KEY, shared);
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
    static void end(Task task) {
        Adjustments list = task.stateOrNull(KEY);
        if (list == null) {
            return;
        }
        task.put(KEY, null);
        synchronized (list) {
            list.users--;
            if (list.users > 0) {
                return;
            }
        }
        list.bySet.forEach((set, amounts) -> set.adjust(task, amounts));
        list.bySet.clear();
    }
}
