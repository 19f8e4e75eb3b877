package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;
import static io.unishim.abi.Futex.FUTEX_CLOCK_REALTIME;
import static io.unishim.abi.Futex.FUTEX_CMD_MASK;
import static io.unishim.abi.Futex.FUTEX_CMP_REQUEUE;
import static io.unishim.abi.Futex.FUTEX_CMP_REQUEUE_PI;
import static io.unishim.abi.Futex.FUTEX_LOCK_PI;
import static io.unishim.abi.Futex.FUTEX_LOCK_PI2;
import static io.unishim.abi.Futex.FUTEX_PRIVATE_FLAG;
import static io.unishim.abi.Futex.FUTEX_REQUEUE;
import static io.unishim.abi.Futex.FUTEX_TRYLOCK_PI;
import static io.unishim.abi.Futex.FUTEX_UNLOCK_PI;
import static io.unishim.abi.Futex.FUTEX_WAIT;
import static io.unishim.abi.Futex.FUTEX_WAIT_BITSET;
import static io.unishim.abi.Futex.FUTEX_WAIT_REQUEUE_PI;
import static io.unishim.abi.Futex.FUTEX_WAKE;
import static io.unishim.abi.Futex.FUTEX_WAKE_BITSET;
import static io.unishim.abi.Futex.FUTEX_WAKE_OP;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.linux.FutexCalls;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import io.unishim.task.TimeSource;
import io.unishim.task.Waiter;

/** {@code futex(2)}: which operation, on which words, until when. */
final class FutexHandlers implements FutexCalls {
    private static final long PER_SECOND = 1_000_000_000L;

    /** {@link #deadline} of a time that is none; a deadline is never negative. */
    private static final long INVALID = -EINVAL;

    private final FutexTable table;
    private final FutexLocks locks;
    private final FutexMoves moves;

    FutexHandlers(FutexTable table, FutexLocks locks) {
        this.table = table;
        this.locks = locks;
        this.moves = new FutexMoves(table, locks);
    }

    @Override
    @Support(value = SupportLevel.PARTIAL, note = "locks are handed on in the order of waiting, not of priority")
    public long futex(Task task, long uaddr, int futex_op, int val, long timeout, long uaddr2, int val3) {
        int operation = futex_op & FUTEX_CMD_MASK;
        boolean realtime = (futex_op & FUTEX_CLOCK_REALTIME) != 0;
        boolean shared = (futex_op & FUTEX_PRIVATE_FLAG) == 0;
        if (realtime
                && operation != FUTEX_WAIT_BITSET
                && operation != FUTEX_LOCK_PI2
                && operation != FUTEX_WAIT_REQUEUE_PI) {
            boolean timed = operation == FUTEX_WAIT || operation == FUTEX_LOCK_PI;
            return timed && deadline(task, timeout, true, false) == INVALID ? -EINVAL : -ENOSYS;
        }
        return switch (operation) {
            case FUTEX_WAIT, FUTEX_WAIT_BITSET, FUTEX_LOCK_PI, FUTEX_LOCK_PI2 -> {
                // LOCK_PI has always meant the wall clock (man 2 futex).
                boolean wall = realtime || operation == FUTEX_LOCK_PI;
                long deadline = deadline(task, timeout, operation == FUTEX_WAIT, wall);
                yield deadline == INVALID ? -EINVAL : await(task, futex_op, uaddr, val, deadline, val3);
            }
            case FUTEX_WAKE -> wake(task, futex_op, uaddr, val, FUTEX_BITSET_MATCH_ANY);
            case FUTEX_WAKE_BITSET -> wake(task, futex_op, uaddr, val, val3);
            case FUTEX_REQUEUE -> requeue(task, shared, uaddr, val, uaddr2, (int) timeout, false, 0);
            case FUTEX_CMP_REQUEUE -> requeue(task, shared, uaddr, val, uaddr2, (int) timeout, true, val3);
            case FUTEX_WAKE_OP -> {
                long bad = check(task, shared, uaddr, uaddr2);
                FutexKey first = FutexKey.of(task, uaddr, shared);
                FutexKey second = FutexKey.of(task, uaddr2, shared);
                yield bad != 0 ? bad : table.wakeOp(task, first, val, second, uaddr2, (int) timeout, val3);
            }
            case FUTEX_WAIT_REQUEUE_PI -> {
                long deadline = deadline(task, timeout, false, realtime);
                yield deadline == INVALID ? -EINVAL : moves.await(task, shared, uaddr, val, uaddr2, deadline);
            }
            case FUTEX_CMP_REQUEUE_PI -> moves.move(task, shared, uaddr, val, uaddr2, (int) timeout, val3);
            case FUTEX_TRYLOCK_PI ->
                unaligned(uaddr) ? -EINVAL : locks.lock(task, uaddr, shared, false, Waiter.FOREVER);
            case FUTEX_UNLOCK_PI -> locks.unlock(task, uaddr, shared);
            default -> -ENOSYS;
        };
    }

    private long await(Task task, int futex_op, long uaddr, int val, long deadline, int val3) {
        int operation = futex_op & FUTEX_CMD_MASK;
        boolean shared = (futex_op & FUTEX_PRIVATE_FLAG) == 0;
        if (unaligned(uaddr) || operation == FUTEX_WAIT_BITSET && val3 == 0) {
            return -EINVAL;
        }
        if (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET) {
            int bits = operation == FUTEX_WAIT ? FUTEX_BITSET_MATCH_ANY : val3;
            return table.await(task, uaddr, shared, val, bits, deadline);
        }
        return locks.lock(task, uaddr, shared, true, deadline);
    }

    private long wake(Task task, int futex_op, long uaddr, int val, int bits) {
        if (bits == 0 || unaligned(uaddr)) {
            return -EINVAL;
        }
        boolean shared = (futex_op & FUTEX_PRIVATE_FLAG) == 0;
        if (shared) {
            // A word that others may share must be there; of a private one Linux only takes the address.
            task.memory().getInt(uaddr);
        }
        return table.wake(FutexKey.of(task, uaddr, shared), val, bits);
    }

    private long requeue(
            Task task, boolean shared, long uaddr, int wake, long uaddr2, int move, boolean compare, int expected) {
        if (wake < 0 || move < 0) {
            return -EINVAL;
        }
        long bad = check(task, shared, uaddr, uaddr2);
        if (bad != 0) {
            return bad;
        }
        FutexKey from = FutexKey.of(task, uaddr, shared);
        FutexKey to = FutexKey.of(task, uaddr2, shared);
        return table.requeue(task, from, wake, to, move, compare ? uaddr : 0, expected);
    }

    static long check(Task task, boolean shared, long uaddr, long uaddr2) {
        if (unaligned(uaddr) || unaligned(uaddr2)) {
            return -EINVAL;
        }
        if (shared) {
            // Words that others may share must be there; of private ones Linux only takes the addresses.
            UserMemory memory = task.memory();
            memory.getInt(uaddr);
            memory.getInt(uaddr2);
        }
        return 0;
    }

    private static boolean unaligned(long address) {
        return (address & 3) != 0;
    }

    /** @return when to give up, monotonic; {@link Waiter#FOREVER}; or {@link #INVALID} */
    static long deadline(Task task, long timeout, boolean relative, boolean wall) {
        if (timeout == 0) {
            return Waiter.FOREVER;
        }
        long seconds = task.memory().getLong(timeout);
        long nanos = task.memory().getLong(timeout + 8);
        if (seconds < 0 || nanos < 0 || nanos >= PER_SECOND) {
            return INVALID;
        }
        TimeSource time = task.shim().time();
        long now = time.monotonicNanos();
        // Half of the range is 146 years: as good as never, and sums do not overflow.
        if (seconds >= Long.MAX_VALUE / PER_SECOND / 2) {
            return Waiter.FOREVER;
        }
        long given = seconds * PER_SECOND + nanos;
        if (relative) {
            long sum = now + given;
            return sum < 0 ? Waiter.FOREVER : sum;
        }
        return wall ? Math.max(0, now + (given - time.realtimeNanos())) : given;
    }
}
