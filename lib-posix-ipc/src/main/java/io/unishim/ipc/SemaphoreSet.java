package io.unishim.ipc;

import io.unishim.struct.SemidDs;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A set of semaphores, and who waits for it, in the order they came. All under its lock. */
final class SemaphoreSet extends IpcObject {
    /** The highest value (SEMVMX), and as large an adjustment as there may be (SEMAEM). */
    static final int MOST = 32767;

    private final int[] values;
    private final int[] pids;
    private final Set<SemaphoreWait> waiting = new LinkedHashSet<>();
    private final List<int[]> adjustments = new ArrayList<>();
    private long operated;

    SemaphoreSet(Task maker, int key, int size, int flags) {
        super(maker, key, flags);
        values = new int[size];
        pids = new int[size];
    }

    int size() {
        return values.length;
    }

    int value(int number) {
        return values[number];
    }

    void value(int number, int value) {
        values[number] = value;
    }

    int pid(int number) {
        return pids[number];
    }

    void pid(int number, int pid) {
        pids[number] = pid;
    }

    /** A process may have to undo; see {@link #forgetAdjustments}. */
    void adjustedBy(int[] amounts) {
        adjustments.add(amounts);
    }

    /** SETVAL and SETALL leave nothing to undo. @param number which, or -1 for all */
    void forgetAdjustments(int number) {
        for (int[] each : adjustments) {
            if (number < 0) {
                Arrays.fill(each, 0);
            } else {
                each[number] = 0;
            }
        }
    }

    /** A process ended that had to undo (the kernel's exit_sem): never below 0, never above SEMVMX. */
    void adjust(Task last, int[] amounts) {
        lock.lock();
        try {
            if (removed()) {
                return;
            }
            adjustments.removeIf(each -> each == amounts);
            boolean changed = false;
            for (int i = 0; i < amounts.length; i++) {
                if (amounts[i] != 0) {
                    values[i] = Math.max(0, Math.min(MOST, values[i] + amounts[i]));
                    pids[i] = last.process().pid();
                    changed = true;
                }
            }
            if (changed) {
                operated(last);
                letOthersGoOn();
            }
        } finally {
            lock.unlock();
        }
    }

    void operated(Task task) {
        operated = now(task);
    }

    void await(SemaphoreWait wait) {
        waiting.add(wait);
    }

    void giveUp(SemaphoreWait wait) {
        waiting.remove(wait);
    }

    /** @return how many wait for one semaphore: to become 0, or to grow */
    int waiters(int number, boolean forZero) {
        int count = 0;
        for (SemaphoreWait each : waiting) {
            if (each.blockedBy(number, forZero)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Does the operations of those who wait, as far as they can be done now: first of those who only look for 0, then of the
     * others in turn, and all over after one that changed something (the kernel's do_smart_update).
     */
    void letOthersGoOn() {
        boolean again = !waiting.isEmpty();
        while (again) {
            again = pass(false);
            if (!again) {
                again = pass(true);
            }
        }
    }

    /** @return whether an operation changed a value */
    private boolean pass(boolean changing) {
        for (Iterator<SemaphoreWait> each = waiting.iterator(); each.hasNext(); ) {
            SemaphoreWait next = each.next();
            if (next.changes() == changing && next.retry(this)) {
                each.remove();
                if (changing && next.succeeded()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    void remove() {
        super.remove();
        waiting.forEach(SemaphoreWait::removed);
        waiting.clear();
        adjustments.clear();
    }

    SemidDs told() {
        return new SemidDs(perm(), operated, changed(), values.length);
    }
}
