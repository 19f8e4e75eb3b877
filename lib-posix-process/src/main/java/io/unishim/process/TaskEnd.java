package io.unishim.process;

import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserMemory;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** What a task asked to be done in its memory when it ends. */
final class TaskEnd {
    static final StateKey<TaskEnd> KEY = StateKey.of("end of a task");

    /** The word to clear and to wake, 0 for none. */
    volatile long clearTid;

    /** The head of its list of robust locks, 0 for none. */
    volatile long robustList;

    /** The parent that waits until this task has a memory of its own, or has ended. */
    volatile @Nullable VforkWait vfork;

    /** Set when the task makes no further call, before what it holds is handed over. */
    private volatile boolean over;

    static TaskEnd of(Task task) {
        return task.state(KEY);
    }

    /** Whether a task cannot hold a lock any more. */
    static boolean isOver(@Nullable Task task) {
        return task == null || of(task).over;
    }

    /** Lets a parent go on that waits for an exec or the end. */
    void releaseParent() {
        VforkWait waiting = vfork;
        if (waiting != null) {
            vfork = null;
            waiting.release();
        }
    }

    /** The task has made its last call. */
    void end(Task task, FutexTable table, FutexLocks locks) {
        try {
            release(task, table, locks);
        } finally {
            releaseParent();
        }
    }

    private void release(Task task, FutexTable table, FutexLocks locks) {
        over = true;
        long head = robustList;
        if (head != 0) {
            RobustList.release(task, table, head);
        }
        locks.ownerEnded(task);
        long word = clearTid;
        // As Linux has it: a word that cannot be written is nobody's concern any more.
        if (word != 0) {
            UserMemory memory = task.memory();
            try {
                memory.putInt(word, 0);
            } catch (MemoryFault bad) {
                return;
            }
            table.wake(FutexKey.of(task, word, true), 1, FUTEX_BITSET_MATCH_ANY);
        }
    }
}
