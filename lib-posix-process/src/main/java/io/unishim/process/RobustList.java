package io.unishim.process;

import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;
import static io.unishim.abi.Futex.FUTEX_OWNER_DIED;
import static io.unishim.abi.Futex.FUTEX_TID_MASK;
import static io.unishim.abi.Futex.FUTEX_WAITERS;
import static io.unishim.abi.Futex.ROBUST_LIST_LIMIT;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;

/**
 * The locks that a task held when it ended (man 2 get_robust_list): a list in its memory, each link 64 bits and its lock's
 * word at a fixed distance; bit 0 of a link says that the lock has priority inheritance.
 */
final class RobustList {
    /** Bytes of the head: the first link, the distance, and the link that is being put in or taken out. */
    static final int HEAD_SIZE = 24;

    private final Task task;
    private final UserMemory memory;
    private final FutexTable table;
    private final long distance;

    private RobustList(Task task, FutexTable table, long distance) {
        this.task = task;
        this.memory = task.memory();
        this.table = table;
        this.distance = distance;
    }

    /** Marks the locks as those of a dead owner and wakes a waiter of each; stops at the first bad address. */
    static void release(Task task, FutexTable table, long head) {
        UserMemory memory = task.memory();
        try {
            long first = memory.getLong(head);
            long distance = memory.getLong(head + 8);
            long pending = memory.getLong(head + 16);
            new RobustList(task, table, distance).walk(head, first, pending);
        } catch (MemoryFault bad) {
            // The list is the program's; Linux gives up at the same place.
        }
    }

    private void walk(long head, long first, long pending) {
        long link = first;
        for (int i = 0; i < ROBUST_LIST_LIMIT && at(link) != head; i++) {
            // Read before the lock is let go: its next owner may take the link out.
            long next = 0;
            boolean broken = false;
            try {
                next = memory.getLong(at(link));
            } catch (MemoryFault bad) {
                broken = true;
            }
            if (at(link) != at(pending) && !free(at(link) + distance, inherits(link), false)) {
                return;
            }
            if (broken) {
                return;
            }
            link = next;
        }
        if (at(pending) != 0) {
            free(at(pending) + distance, inherits(pending), true);
        }
    }

    private static long at(long link) {
        return link & ~1;
    }

    private static boolean inherits(long link) {
        return (link & 1) != 0;
    }

    /** Lets a lock go if the task held it. @return whether its address can be that of a lock */
    private boolean free(long address, boolean inherits, boolean pending) {
        if ((address & 3) != 0) {
            return false;
        }
        int word = memory.getInt(address);
        while (true) {
            int owner = word & FUTEX_TID_MASK;
            if (pending && !inherits && owner == 0) {
                // Let go already, but perhaps not yet woken.
                table.wake(FutexKey.of(task, address, true), 1, FUTEX_BITSET_MATCH_ANY);
                return true;
            }
            if (owner != task.tid()) {
                return true;
            }
            int found = memory.compareAndExchangeInt(address, word, word & FUTEX_WAITERS | FUTEX_OWNER_DIED);
            if (found == word) {
                break;
            }
            word = found;
        }
        if (!inherits && (word & FUTEX_WAITERS) != 0) {
            table.wake(FutexKey.of(task, address, true), 1, FUTEX_BITSET_MATCH_ANY);
        }
        return true;
    }
}
