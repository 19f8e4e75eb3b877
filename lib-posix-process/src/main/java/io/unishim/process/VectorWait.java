package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Futex.FUTEX_BITSET_MATCH_ANY;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Restart.ERESTART_RESTARTBLOCK;

import io.unishim.memory.UserMemory;
import io.unishim.task.RestartBlock;
import io.unishim.task.Task;
import io.unishim.task.Waiter;

/** Waiting on several words at a time: a place in the queue of each. */
final class VectorWait {
    private final FutexTable table;

    VectorWait(FutexTable table) {
        this.table = table;
    }

    /**
     * Waits until one of the words is woken.
     *
     * @param deadline monotonic, or {@link Waiter#FOREVER}
     * @return its index, or as {@link FutexTable#await}
     */
    long await(Task task, Futex2Handlers.Word[] words, long deadline) {
        FutexWaiter[] places = new FutexWaiter[words.length];
        int queued = 0;
        try {
            while (queued < words.length && queue(task, words[queued], places, queued)) {
                queued++;
            }
            if (queued == words.length) {
                return sleep(task, words, places, deadline);
            }
        } catch (Throwable bad) {
            // A bad address: nobody may wake what waits no more.
            withdraw(places, queued);
            throw bad;
        }
        int woken = withdraw(places, queued);
        return woken >= 0 ? woken : -EAGAIN;
    }

    /** Looks at a word and queues under its lock. @return false if it holds something else */
    private boolean queue(Task task, Futex2Handlers.Word word, FutexWaiter[] places, int index) {
        UserMemory memory = task.memory();
        FutexKey key = FutexKey.of(task, word.address(), word.shared());
        FutexBucket bucket = table.bucket(key);
        bucket.lock.lock();
        try {
            if (memory.getInt(word.address()) != (int) word.value()) {
                return false;
            }
            places[index] = new FutexWaiter(task).on(key, FUTEX_BITSET_MATCH_ANY, 0);
            bucket.add(places[index]);
            return true;
        } finally {
            bucket.lock.unlock();
        }
    }

    private long sleep(Task task, Futex2Handlers.Word[] words, FutexWaiter[] places, long deadline) {
        int why = 0;
        while (why == 0 && !anyWoken(places)) {
            why = task.waiter().await(deadline);
        }
        int woken = withdraw(places, places.length);
        if (woken >= 0) {
            return woken;
        }
        if (why != -ERESTARTSYS || deadline == Waiter.FOREVER) {
            return why;
        }
        task.put(RestartBlock.KEY, again -> await(again, words, deadline));
        return -ERESTART_RESTARTBLOCK;
    }

    private static boolean anyWoken(FutexWaiter[] places) {
        for (FutexWaiter each : places) {
            if (each.woken) {
                return true;
            }
        }
        return false;
    }

    /** Takes the first ones out. @return the index of the last that someone has woken, as the kernel tells; -1 if none */
    private static int withdraw(FutexWaiter[] places, int count) {
        int woken = -1;
        for (int i = 0; i < count; i++) {
            if (!FutexTable.withdraw(places[i])) {
                woken = i;
            }
        }
        return woken;
    }
}
