package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Restart.ERESTART_RESTARTBLOCK;

import io.unishim.memory.UserMemory;
import io.unishim.task.RestartBlock;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.task.Waiter;

/**
 * Who waits on which word, for all processes of a shim: a fixed number of buckets, found by memory and address.
 *
 * <p>No wake-up is lost: {@link #await} looks at the word under the bucket's lock and is queued before it lets go, and a
 * waker takes that lock after it changed the word.
 */
final class FutexTable {
    /** Where a task keeps its place. */
    static final StateKey<FutexWaiter> WAITER = StateKey.of("futex waiter");

    private static final int BUCKETS = 256;

    private final FutexBucket[] buckets = new FutexBucket[BUCKETS];

    FutexTable() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new FutexBucket(i);
        }
    }

    /** The bucket of a word. */
    FutexBucket bucket(FutexKey key) {
        long mixed = (key.place().hashCode() ^ key.at() >>> 2) * 0x9E3779B97F4A7C15L;
        return buckets[(int) (mixed >>> 56)];
    }

    /** All buckets, for who must look everywhere. */
    FutexBucket[] buckets() {
        return buckets;
    }

    /** The task's place; it is made at the first wait. */
    static FutexWaiter waiterOf(Task task) {
        FutexWaiter found = task.stateOrNull(WAITER);
        if (found == null) {
            found = new FutexWaiter(task);
            task.put(WAITER, found);
        }
        return found;
    }

    /**
     * Waits on a word.
     *
     * @param shared whether other processes may share it
     * @param expected what it must hold
     * @param bits who may wake
     * @param deadline monotonic, or {@link Waiter#FOREVER}
     * @return 0 if woken, {@code -EAGAIN} if the word holds something else, {@code -ETIMEDOUT}, or a restart
     */
    long await(Task task, long address, boolean shared, int expected, int bits, long deadline) {
        UserMemory memory = task.memory();
        FutexKey key = FutexKey.of(task, address, shared);
        FutexBucket bucket = bucket(key);
        FutexWaiter waiter;
        bucket.lock.lock();
        try {
            if (memory.getInt(address) != expected) {
                return -EAGAIN;
            }
            waiter = waiterOf(task).on(key, bits, 0);
            bucket.add(waiter);
        } finally {
            bucket.lock.unlock();
        }
        int why = sleep(waiter, deadline);
        if (why != -ERESTARTSYS || deadline == Waiter.FOREVER) {
            return why;
        }
        // man 7 signal: a wait with a time-out is not made again after a handler, whatever the handler's flags.
        task.put(RestartBlock.KEY, again -> await(again, address, shared, expected, bits, deadline));
        return -ERESTART_RESTARTBLOCK;
    }

    /** Waits until woken. @return 0, or {@code -ETIMEDOUT} or {@code -ERESTARTSYS}: then nobody has woken the waiter */
    int sleep(FutexWaiter waiter, long deadline) {
        Waiter parked = waiter.task.waiter();
        while (!waiter.woken) {
            int why = parked.await(deadline);
            if (why != 0) {
                return withdraw(waiter) ? why : 0;
            }
        }
        return 0;
    }

    /** Takes a waiter out. @return whether it was in; else someone has woken it */
    static boolean withdraw(FutexWaiter waiter) {
        while (true) {
            FutexBucket bucket = waiter.bucket;
            if (bucket == null) {
                if (waiter.woken) {
                    return false;
                }
                // Between two buckets, or about to be marked as woken: a matter of nanoseconds.
                Thread.onSpinWait();
                continue;
            }
            bucket.lock.lock();
            try {
                if (waiter.bucket == bucket) {
                    bucket.remove(waiter);
                    return true;
                }
            } finally {
                bucket.lock.unlock();
            }
        }
    }

    /**
     * Wakes those who wait on a word.
     *
     * @param count how many at most; less than 1 counts as 1, as in Linux
     * @param bits who: those that share one
     * @return how many, or {@code -EINVAL} if one of them waits for a lock with priority inheritance
     */
    long wake(FutexKey key, int count, int bits) {
        FutexBucket bucket = bucket(key);
        bucket.lock.lock();
        try {
            return wakeLocked(bucket, key, count, bits);
        } finally {
            bucket.lock.unlock();
        }
    }

    private static long wakeLocked(FutexBucket bucket, FutexKey key, int count, int bits) {
        int woken = 0;
        FutexWaiter each = bucket.first(key);
        while (each != null) {
            if (each.wantsLock()) {
                return -EINVAL;
            }
            FutexWaiter next = FutexBucket.next(each.next, key);
            if ((each.bits & bits) != 0) {
                bucket.remove(each);
                each.wake();
                woken++;
                if (woken >= count) {
                    break;
                }
            }
            each = next;
        }
        return woken;
    }

    /**
     * Wakes some who wait on a word and moves others to a second word.
     *
     * @param address of the first word, if it must hold {@code expected}; 0 if not
     * @return how many were woken and moved; {@code -EAGAIN} if the word holds something else
     */
    long requeue(Task task, FutexKey from, int wake, FutexKey to, int move, long address, int expected) {
        FutexBucket source = bucket(from);
        FutexBucket target = bucket(to);
        lockBoth(source, target);
        try {
            if (address != 0 && task.memory().getInt(address) != expected) {
                return -EAGAIN;
            }
            int done = 0;
            // Those who come last in this walk may have been moved by it, when both words are the same.
            FutexWaiter each = source.first(from);
            FutexWaiter end = null;
            while (each != null && each != end && done < (long) wake + move) {
                if (each.wantsLock()) {
                    return -EINVAL;
                }
                FutexWaiter next = FutexBucket.next(each.next, from);
                source.remove(each);
                if (done < wake) {
                    each.wake();
                } else {
                    each.moveTo(to);
                    target.add(each);
                    end = end == null && from.equals(to) ? each : end;
                }
                done++;
                each = next;
            }
            return done;
        } finally {
            unlockBoth(source, target);
        }
    }

    /**
     * Changes a second word, wakes at the first, and at the second if it held the right thing (FUTEX_WAKE_OP).
     *
     * @param address of the second word
     */
    long wakeOp(Task task, FutexKey first, int wake, FutexKey second, long address, int wakeSecond, int encoded) {
        FutexBucket one = bucket(first);
        FutexBucket two = bucket(second);
        lockBoth(one, two);
        try {
            long held = FutexOp.apply(task.memory(), address, encoded);
            if (held < 0) {
                return held;
            }
            long woken = wakeLocked(one, first, wake, FUTEX_BITSET_MATCH_ANY);
            if (woken >= 0 && held > 0) {
                long more = wakeLocked(two, second, wakeSecond, FUTEX_BITSET_MATCH_ANY);
                return more < 0 ? more : woken + more;
            }
            return woken;
        } finally {
            unlockBoth(one, two);
        }
    }

    static void lockBoth(FutexBucket one, FutexBucket two) {
        boolean inOrder = one.index <= two.index;
        (inOrder ? one : two).lock.lock();
        (inOrder ? two : one).lock.lock();
    }

    static void unlockBoth(FutexBucket one, FutexBucket two) {
        one.lock.unlock();
        two.lock.unlock();
    }
}
