package io.unishim.ipc;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSPC;

import io.unishim.struct.Seminfo;
import io.unishim.task.Task;

/** All sets of a shim, and how large they may be (man 2 semget, "Semaphore limits"): the defaults of Linux. */
final class SemaphoreSets {
    static final int SEMMNI = 32_000;
    static final int SEMMSL = 32_000;
    static final int SEMOPM = 500;
    static final int SEMMNS = SEMMNI * SEMMSL;

    /** What SEM_INFO has in place of it; of no meaning. */
    private static final int SEMUSZ = 20;

    private final IpcIds<SemaphoreSet> ids = new IpcIds<>(SEMMNI);

    IpcIds<SemaphoreSet> ids() {
        return ids;
    }

    long get(Task task, int key, int size, int flags) {
        if (size < 0 || size > SEMMSL) {
            return -EINVAL;
        }
        long problem = size == 0 ? -EINVAL : (long) semaphores() + size > SEMMNS ? -ENOSPC : 0;
        return ids.get(
                task,
                key,
                flags,
                found -> size > found.size() ? -EINVAL : 0,
                problem,
                () -> new SemaphoreSet(task, key, size, flags));
    }

    private int semaphores() {
        int count = 0;
        for (SemaphoreSet each : ids.all()) {
            count += each.size();
        }
        return count;
    }

    /** @param use whether for SEM_INFO, which tells how many there are in two places */
    Seminfo info(boolean use) {
        return new Seminfo(
                SEMMNS,
                SEMMNI,
                SEMMNS,
                SEMMNS,
                SEMMSL,
                SEMOPM,
                SEMOPM,
                use ? ids.count() : SEMUSZ,
                SemaphoreSet.MOST,
                use ? semaphores() : SemaphoreSet.MOST);
    }
}
