package io.unishim.ipc;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ERANGE;
import static io.unishim.abi.Ipc.IPC_NOWAIT;
import static io.unishim.abi.Ipc.SEM_UNDO;

import io.unishim.memory.UserArray;
import io.unishim.struct.Sembuf;
import org.jspecify.annotations.Nullable;

/** What one {@code semop(2)} is to do: all or nothing. */
final class Operations {
    /** {@link #perform}: has to wait. */
    static final int BLOCKED = 1;

    private final int[] numbers;
    private final int[] amounts;
    private final int[] flags;
    private int highest;
    private boolean changes;
    private boolean undone;

    /** The one that has to wait. */
    private int blocking;

    private Operations(int count) {
        numbers = new int[count];
        amounts = new int[count];
        flags = new int[count];
    }

    static Operations read(UserArray<Sembuf> from, int count) {
        Operations made = new Operations(count);
        for (int i = 0; i < count; i++) {
            Sembuf each = from.get(i);
            made.numbers[i] = Short.toUnsignedInt(each.number());
            made.amounts[i] = each.operation();
            made.flags[i] = each.flags();
            made.highest = Math.max(made.highest, made.numbers[i]);
            made.changes |= each.operation() != 0;
            made.undone |= (each.flags() & SEM_UNDO) != 0;
        }
        return made;
    }

    int highest() {
        return highest;
    }

    /** @return whether some add or take; the others only wait for 0 */
    boolean changes() {
        return changes;
    }

    boolean undone() {
        return undone;
    }

    boolean blockedBy(int number, boolean forZero) {
        return numbers[blocking] == number && amounts[blocking] == 0 == forZero;
    }

    /**
     * Does all of it, or nothing.
     *
     * @param adjustments to note in what is to be undone, or null if nothing is
     * @return 0, {@link #BLOCKED}, {@code -EAGAIN} instead of that with IPC_NOWAIT, or {@code -ERANGE}
     */
    int perform(SemaphoreSet set, int @Nullable [] adjustments, int pid) {
        int done = 0;
        int result = 0;
        while (done < numbers.length && result == 0) {
            result = step(set, adjustments, done);
            if (result == 0) {
                done++;
            }
        }
        if (result == 0) {
            for (int number : numbers) {
                set.pid(number, pid);
            }
            return 0;
        }
        while (--done >= 0) {
            int number = numbers[done];
            set.value(number, set.value(number) - amounts[done]);
            if (adjustments != null && (flags[done] & SEM_UNDO) != 0) {
                adjustments[number] += amounts[done];
            }
        }
        return result;
    }

    private int step(SemaphoreSet set, int @Nullable [] adjustments, int i) {
        int number = numbers[i];
        int value = set.value(number);
        int next = value + amounts[i];
        if (amounts[i] == 0 && value != 0 || next < 0) {
            blocking = i;
            return (flags[i] & IPC_NOWAIT) != 0 ? -EAGAIN : BLOCKED;
        }
        if (next > SemaphoreSet.MOST) {
            return -ERANGE;
        }
        if (adjustments != null && (flags[i] & SEM_UNDO) != 0) {
            int undo = adjustments[number] - amounts[i];
            if (undo < -SemaphoreSet.MOST - 1 || undo > SemaphoreSet.MOST) {
                return -ERANGE;
            }
            adjustments[number] = undo;
        }
        set.value(number, next);
        return 0;
    }
}
