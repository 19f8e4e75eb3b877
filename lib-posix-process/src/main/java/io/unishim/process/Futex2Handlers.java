package io.unishim.process;

import static io.unishim.abi.Clocks.CLOCK_MONOTONIC;
import static io.unishim.abi.Clocks.CLOCK_REALTIME;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Futex.FUTEX2_PRIVATE;
import static io.unishim.abi.Futex.FUTEX2_SIZE_U32;
import static io.unishim.abi.Futex.FUTEX_WAITV_MAX;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.Futex2Calls;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** The calls that name a word's size and kind each time, on the same table of waiters. */
final class Futex2Handlers implements Futex2Calls {
    private static final String NO_NODES = "FUTEX2_NUMA and FUTEX2_MPOL: EINVAL, as on a kernel before 6.16";

    /** {@code struct futex_waitv}: two 64-bit words, two of 32 bits. */
    private static final int WAITV_SIZE = 24;

    private final FutexTable table;
    private final VectorWait vectors;

    Futex2Handlers(FutexTable table) {
        this.table = table;
        this.vectors = new VectorWait(table);
    }

    /** One {@code struct futex_waitv}. */
    record Word(long value, long address, int flags) {
        boolean shared() {
            return (flags & FUTEX2_PRIVATE) == 0;
        }
    }

    @Override
    @Support(value = PARTIAL, note = NO_NODES)
    public long futex_waitv(Task task, long waiters, int nr_futexes, int flags, long timeout, int clockid) {
        if (flags != 0 || nr_futexes <= 0 || nr_futexes > FUTEX_WAITV_MAX || waiters == 0) {
            return -EINVAL;
        }
        long deadline = deadline(task, timeout, clockid);
        Word[] words = deadline < 0 ? null : words(task.memory(), waiters, nr_futexes);
        if (words == null) {
            return -EINVAL;
        }
        for (Word each : words) {
            if ((each.address & 3) != 0) {
                return -EINVAL;
            }
        }
        return vectors.await(task, words, deadline);
    }

    @Override
    @Support(value = PARTIAL, note = NO_NODES)
    public long futex_wake(Task task, long uaddr, long mask, int nr, int flags) {
        if (!valid(flags) || !fits(mask) || mask == 0 || (uaddr & 3) != 0) {
            return -EINVAL;
        }
        boolean shared = (flags & FUTEX2_PRIVATE) == 0;
        if (shared) {
            task.memory().getInt(uaddr);
        }
        if (nr == 0) {
            // Stricter than futex(2), which wakes one.
            return 0;
        }
        return table.wake(FutexKey.of(task, uaddr, shared), nr, (int) mask);
    }

    @Override
    @Support(value = PARTIAL, note = NO_NODES)
    public long futex_wait(Task task, long uaddr, long val, long mask, int flags, long timeout, int clockid) {
        if (!valid(flags) || !fits(val) || !fits(mask)) {
            return -EINVAL;
        }
        long deadline = deadline(task, timeout, clockid);
        if (deadline < 0 || mask == 0 || (uaddr & 3) != 0) {
            return -EINVAL;
        }
        return table.await(task, uaddr, (flags & FUTEX2_PRIVATE) == 0, (int) val, (int) mask, deadline);
    }

    @Override
    @Support(value = PARTIAL, note = NO_NODES)
    public long futex_requeue(Task task, long waiters, int flags, int nr_wake, int nr_requeue) {
        Word[] words = flags != 0 || waiters == 0 ? null : words(task.memory(), waiters, 2);
        if (words == null || nr_wake < 0 || nr_requeue < 0 || words[0].flags != words[1].flags) {
            return -EINVAL;
        }
        for (Word each : words) {
            if ((each.address & 3) != 0) {
                return -EINVAL;
            }
            if (each.shared()) {
                // A word that others may share must be there; of a private one Linux only takes the address.
                task.memory().getInt(each.address);
            }
        }
        int expected = (int) words[0].value;
        FutexKey from = FutexKey.of(task, words[0].address, words[0].shared());
        FutexKey to = FutexKey.of(task, words[1].address, words[1].shared());
        return table.requeue(task, from, nr_wake, to, nr_requeue, words[0].address, expected);
    }

    private static boolean valid(int flags) {
        return (flags & ~FUTEX2_PRIVATE) == FUTEX2_SIZE_U32;
    }

    private static boolean fits(long value) {
        return value >>> 32 == 0;
    }

    /** @return the words, or null if one is invalid. */
    private static Word @Nullable [] words(UserMemory memory, long array, int count) {
        Word[] words = new Word[count];
        for (int i = 0; i < count; i++) {
            long at = array + (long) WAITV_SIZE * i;
            Word word = new Word(memory.getLong(at), memory.getLong(at + 8), memory.getInt(at + 16));
            if (!valid(word.flags) || memory.getInt(at + 20) != 0 || !fits(word.value)) {
                return null;
            }
            words[i] = word;
        }
        return words;
    }

    /** @return as {@link FutexHandlers#deadline}; negative for a clock or a time that is none */
    private static long deadline(Task task, long timeout, int clockid) {
        if (timeout != 0 && clockid != CLOCK_REALTIME && clockid != CLOCK_MONOTONIC) {
            return -EINVAL;
        }
        return FutexHandlers.deadline(task, timeout, false, clockid == CLOCK_REALTIME);
    }
}
