package io.unishim.ipc;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFBIG;
import static io.unishim.abi.Errnos.EIDRM;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.SemaphoreCalls;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserRef;
import io.unishim.struct.Sembuf;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.task.Waiter;

final class SemaphoreHandlers implements SemaphoreCalls {
    private final IpcState state;

    SemaphoreHandlers(IpcState state) {
        this.state = state;
    }

    @Override
    @Support(FULL)
    public long semget(Task task, int key, int nsems, int semflg) {
        return state.semaphores().get(task, key, nsems, semflg);
    }

    @Override
    @Support(FULL)
    public long semop(Task task, int semid, UserArray<Sembuf> sops) {
        return operate(task, semid, sops, Waiter.FOREVER);
    }

    @Override
    @Support(FULL)
    public long semtimedop(Task task, int semid, UserArray<Sembuf> sops, UserRef<Timespec> timeout) {
        if (timeout.isNull()) {
            return operate(task, semid, sops, Waiter.FOREVER);
        }
        Timespec time = timeout.get();
        long nanos = time.valid() ? time.toNanos() : -1;
        long now = task.shim().time().monotonicNanos();
        return operate(
                task, semid, sops, nanos < 0 ? nanos : nanos > Long.MAX_VALUE - now ? Waiter.FOREVER : now + nanos);
    }

    /** @param deadline negative for a timeout that is none */
    private long operate(Task task, int semid, UserArray<Sembuf> sops, long deadline) {
        int count = (int) sops.length();
        if (Integer.compareUnsigned(count, SemaphoreSets.SEMOPM) > 0) {
            return -E2BIG;
        }
        if (count == 0) {
            return -EINVAL;
        }
        Operations operations = Operations.read(sops, count);
        if (semid < 0 || deadline < 0) {
            return -EINVAL;
        }
        SemaphoreSet set = state.semaphores().ids().at(semid);
        long problem = IpcIds.problem(set, semid);
        if (problem != 0 || set == null) {
            return problem;
        }
        SemaphoreWait wait;
        set.lock.lock();
        try {
            if (set.removed()) {
                return -EIDRM;
            }
            if (operations.highest() >= set.size()) {
                return -EFBIG;
            }
            long denied = set.permission(task, operations.changes() ? IpcObject.WRITE : IpcObject.READ);
            if (denied != 0) {
                return denied;
            }
            int[] adjustments = operations.undone() ? Adjustments.to(task, set) : null;
            int result = operations.perform(set, adjustments, task.process().pid());
            if (result == 0) {
                set.operated(task);
                if (operations.changes()) {
                    set.letOthersGoOn();
                }
            }
            if (result != Operations.BLOCKED) {
                return result;
            }
            wait = new SemaphoreWait(task, operations, adjustments);
            set.await(wait);
        } finally {
            set.lock.unlock();
        }
        return await(task, set, wait, deadline);
    }

    /** Never restarted after a signal (man 7 signal). */
    private static long await(Task task, SemaphoreSet set, SemaphoreWait wait, long deadline) {
        while (true) {
            int why = task.waiter().await(deadline);
            set.lock.lock();
            try {
                if (wait.isOver()) {
                    return wait.result();
                }
                if (why != 0) {
                    set.giveUp(wait);
                    return why == -ETIMEDOUT ? -EAGAIN : -EINTR;
                }
            } finally {
                set.lock.unlock();
            }
        }
    }

    @Override
    @Support(FULL)
    public long semctl(Task task, int semid, int semnum, int op, long arg) {
        return new SemaphoreControl(state.semaphores()).control(task, semid, semnum, op, arg);
    }
}
