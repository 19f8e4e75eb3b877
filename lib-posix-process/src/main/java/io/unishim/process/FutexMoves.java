package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EDEADLK;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;
import static io.unishim.abi.Futex.FUTEX_OWNER_DIED;
import static io.unishim.abi.Futex.FUTEX_TID_MASK;
import static io.unishim.abi.Futex.FUTEX_WAITERS;
import static io.unishim.abi.Restart.ERESTARTNOINTR;
import static io.unishim.abi.Restart.ERESTARTSYS;

import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Condition variables whose lock has priority inheritance (man 2 futex, FUTEX_CMP_REQUEUE_PI): who waits on a word says which
 * lock it wants afterwards, is moved to that lock's queue or given the lock, and wakes as its owner.
 */
final class FutexMoves {
    private final FutexTable table;
    private final FutexLocks locks;

    FutexMoves(FutexTable table, FutexLocks locks) {
        this.table = table;
        this.locks = locks;
    }

    /** FUTEX_WAIT_REQUEUE_PI. @return 0 with the lock held */
    long await(Task task, boolean shared, long address, int expected, long lock, long deadline) {
        if ((address & 3) != 0 || (lock & 3) != 0 || address == lock) {
            return -EINVAL;
        }
        UserMemory memory = task.memory();
        memory.getInt(lock);
        FutexKey key = FutexKey.of(task, address, shared);
        FutexKey target = FutexKey.of(task, lock, shared);
        if (key.equals(target)) {
            return -EINVAL;
        }
        FutexBucket bucket = table.bucket(key);
        FutexWaiter waiter;
        bucket.lock.lock();
        try {
            if (memory.getInt(address) != expected) {
                return -EAGAIN;
            }
            waiter =
                    FutexTable.waiterOf(task).on(key, FUTEX_BITSET_MATCH_ANY, 0).forLock(lock, target);
            bucket.add(waiter);
            locks.waits(1);
        } finally {
            bucket.lock.unlock();
        }
        try {
            int why = table.sleep(waiter, deadline);
            if (why != -ERESTARTSYS) {
                return why;
            }
            // Once moved it cannot be made again: the word has changed.
            return waiter.wanted != null ? -ERESTARTNOINTR : -EAGAIN;
        } finally {
            locks.waits(-1);
        }
    }

    /** FUTEX_CMP_REQUEUE_PI: gives the lock to the first who waits, if it is free, and moves the others. @return how many */
    long move(Task task, boolean shared, long address, int wake, long lock, int move, int expected) {
        if (wake != 1 || move < 0 || address == lock) {
            return -EINVAL;
        }
        long bad = FutexHandlers.check(task, shared, address, lock);
        if (bad != 0) {
            return bad;
        }
        UserMemory memory = task.memory();
        FutexKey from = FutexKey.of(task, address, shared);
        FutexKey to = FutexKey.of(task, lock, shared);
        if (from.equals(to)) {
            return -EINVAL;
        }
        FutexBucket source = table.bucket(from);
        FutexBucket target = table.bucket(to);
        FutexTable.lockBoth(source, target);
        try {
            if (memory.getInt(address) != expected) {
                return -EAGAIN;
            }
            FutexWaiter first = source.first(from);
            return first == null ? 0 : moveLocked(task, first, to, target, lock, move);
        } finally {
            FutexTable.unlockBoth(source, target);
        }
    }

    /** @param first who waits on the first word. @param lock where the task sees the lock */
    private static long moveLocked(Task task, FutexWaiter first, FutexKey to, FutexBucket target, long lock, int move) {
        FutexBucket source = Objects.requireNonNull(first.bucket);
        Object place = first.place;
        long at = first.at;
        if (!to.equals(first.wanted)) {
            return -EINVAL;
        }
        long owner = claim(task, task.memory(), first, target.first(to), lock, move > 0);
        if (owner < 0) {
            return owner;
        }
        int done = 0;
        FutexWaiter each = first;
        if (owner == first.task.tid()) {
            each = FutexBucket.next(first.next, place, at);
            source.remove(first);
            first.wake();
            done++;
        }
        while (each != null && done < 1L + move) {
            if (!to.equals(each.wanted)) {
                return -EINVAL;
            }
            FutexWaiter next = FutexBucket.next(each.next, place, at);
            source.remove(each);
            each.moveTo(to);
            each.wanted = null;
            each.owner = (int) owner;
            target.add(each);
            done++;
            each = next;
        }
        return done;
    }

    /** Takes the lock for a waiter if it is free, else says in its word that someone waits. @return its owner then */
    private static long claim(
            Task task, UserMemory memory, FutexWaiter first, @Nullable FutexWaiter other, long lock, boolean more) {
        int word = memory.getInt(lock);
        while (true) {
            int owner = word & FUTEX_TID_MASK;
            int heir = first.task.tid();
            if (owner == heir) {
                return -EDEADLK;
            }
            if (owner != 0 && TaskEnd.isOver(task.shim().tasks().task(owner))) {
                return -ESRCH;
            }
            int waiters = other != null || more ? FUTEX_WAITERS : 0;
            int desired = owner == 0 ? heir | word & FUTEX_OWNER_DIED | waiters : word | FUTEX_WAITERS;
            int found = memory.compareAndExchangeInt(lock, word, desired);
            if (found == word) {
                return owner == 0 ? heir : owner;
            }
            word = found;
        }
    }
}
