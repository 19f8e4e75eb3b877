package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EDEADLK;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;
import static io.unishim.abi.Futex.FUTEX_OWNER_DIED;
import static io.unishim.abi.Futex.FUTEX_TID_MASK;
import static io.unishim.abi.Futex.FUTEX_WAITERS;
import static io.unishim.abi.Restart.ERESTARTNOINTR;
import static io.unishim.abi.Restart.ERESTARTSYS;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Locks whose word tells their owner (man 2 futex, "Priority-inheritance futexes"). Threads of the JVM have no priorities
 * worth inheriting; what remains is that the lock is handed to who waits longest, and to the next when its owner ends.
 */
final class FutexLocks {
    private final FutexTable table;

    /** How many wait for a lock: tasks that end need not look through the table while it is 0. */
    private final AtomicInteger waiting = new AtomicInteger();

    FutexLocks(FutexTable table) {
        this.table = table;
    }

    /** Counts those who wait for a lock, or to be moved to one. */
    void waits(int more) {
        waiting.addAndGet(more);
    }

    /** Takes a lock. @param shared whether other processes may share it. @param wait whether to wait for it until the deadline */
    long lock(Task task, long address, boolean shared, boolean wait, long deadline) {
        UserMemory memory = task.memory();
        FutexKey key = FutexKey.of(task, address, shared);
        FutexBucket bucket = table.bucket(key);
        FutexWaiter waiter;
        bucket.lock.lock();
        try {
            FutexWaiter other = bucket.first(key);
            if (other != null && !other.wantsLock()) {
                return -EINVAL;
            }
            int owner = claim(task, memory, address, other != null);
            if (owner <= 0) {
                return owner;
            }
            // Counted before the look at the owner: an owner that ends either sees the count or was seen to have ended.
            waiting.incrementAndGet();
            boolean over = TaskEnd.isOver(task.shim().tasks().task(owner));
            if (over || !wait) {
                waiting.decrementAndGet();
                return over ? -ESRCH : -EAGAIN;
            }
            waiter = FutexTable.waiterOf(task)
                    .on(key, FUTEX_BITSET_MATCH_ANY, owner)
                    .forLock(address, null);
            bucket.add(waiter);
        } finally {
            bucket.lock.unlock();
        }
        try {
            int why = table.sleep(waiter, deadline);
            return why == -ERESTARTSYS ? -ERESTARTNOINTR : why;
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Takes a free lock, or says in the word that someone waits. @return 0 if taken, {@code -EDEADLK}, or the owner */
    private static int claim(Task task, UserMemory memory, long address, boolean contended) {
        int word = memory.getInt(address);
        while (true) {
            int owner = word & FUTEX_TID_MASK;
            if (owner == task.tid()) {
                return -EDEADLK;
            }
            int desired = owner == 0
                    ? task.tid() | word & FUTEX_OWNER_DIED | (contended ? FUTEX_WAITERS : 0)
                    : word | FUTEX_WAITERS;
            int found = memory.compareAndExchangeInt(address, word, desired);
            if (found == word) {
                return owner;
            }
            word = found;
        }
    }

    /** Lets a lock go, and hands it to who waits longest. */
    long unlock(Task task, long address, boolean shared) {
        UserMemory memory = task.memory();
        if ((address & 3) != 0) {
            // As the kernel does it: who owns the lock is looked at first.
            return (memory.getInt(address) & FUTEX_TID_MASK) == task.tid() ? -EINVAL : -EPERM;
        }
        FutexKey key = FutexKey.of(task, address, shared);
        FutexBucket bucket = table.bucket(key);
        bucket.lock.lock();
        try {
            int word = memory.getInt(address);
            while ((word & FUTEX_TID_MASK) == task.tid()) {
                FutexWaiter heir = bucket.first(key);
                if (heir != null && !heir.wantsLock()) {
                    return -EINVAL;
                }
                // The bit stays set even if nobody else waits: the next unlock then finds out, as in Linux.
                int desired = heir == null ? 0 : heir.task.tid() | FUTEX_WAITERS;
                int found = memory.compareAndExchangeInt(address, word, desired);
                if (found == word) {
                    inherit(bucket, heir);
                    return 0;
                }
                word = found;
            }
            return -EPERM;
        } finally {
            bucket.lock.unlock();
        }
    }

    /** Hands over what a task that ends holds and others wait for. */
    void ownerEnded(Task task) {
        if (waiting.get() == 0) {
            return;
        }
        for (FutexBucket bucket : table.buckets()) {
            bucket.lock.lock();
            try {
                FutexWaiter each = bucket.first();
                while (each != null) {
                    boolean ours = each.owner == task.tid();
                    if (ours) {
                        bequeath(each);
                        inherit(bucket, each);
                    }
                    // What follows has moved up, and now waits for the heir.
                    each = ours ? bucket.first() : each.next;
                }
            } finally {
                bucket.lock.unlock();
            }
        }
    }

    private static void bequeath(FutexWaiter heir) {
        UserMemory memory = heir.task.memory();
        int desired = heir.task.tid() | FUTEX_WAITERS | FUTEX_OWNER_DIED;
        try {
            int word = memory.getInt(heir.lock);
            int found = memory.compareAndExchangeInt(heir.lock, word, desired);
            while (found != word) {
                word = found;
                found = memory.compareAndExchangeInt(heir.lock, word, desired);
            }
        } catch (MemoryFault gone) {
            // The word was unmapped while the heir waited: it owns a lock that nobody can see any more.
        }
    }

    /** Takes the heir out and lets the others wait for it. */
    private static void inherit(FutexBucket bucket, @Nullable FutexWaiter heir) {
        if (heir == null) {
            return;
        }
        Object place = heir.place;
        long at = heir.at;
        FutexWaiter other = FutexBucket.next(heir.next, place, at);
        while (other != null) {
            other.owner = heir.task.tid();
            other = FutexBucket.next(other.next, place, at);
        }
        bucket.remove(heir);
        heir.wake();
    }
}
