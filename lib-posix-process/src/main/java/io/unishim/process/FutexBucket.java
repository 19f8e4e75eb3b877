package io.unishim.process;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait on the words of one slot of {@link FutexTable}, in the order they came. Its lock orders waiting and
 * waking: who waits looks at the word and queues under it, who wakes changed the word before.
 */
final class FutexBucket {
    final ReentrantLock lock = new ReentrantLock();

    /** Its place in the table: of two buckets the lower one is locked first. */
    final int index;

    private @Nullable FutexWaiter first;
    private @Nullable FutexWaiter last;

    FutexBucket(int index) {
        this.index = index;
    }

    /** Puts one in, last. The lock is held. */
    void add(FutexWaiter waiter) {
        waiter.previous = last;
        waiter.next = null;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        waiter.bucket = this;
    }

    /** Takes one out that is in. The lock is held. */
    void remove(FutexWaiter waiter) {
        FutexWaiter before = waiter.previous;
        FutexWaiter after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        waiter.bucket = null;
    }

    /** The first in line. The lock is held. */
    @Nullable
    FutexWaiter first() {
        return first;
    }

    /** The first who waits on a word. The lock is held. */
    @Nullable
    FutexWaiter first(FutexKey key) {
        return next(first, key);
    }

    /** The first who waits on a word, from a given one on. The lock is held. */
    static @Nullable FutexWaiter next(@Nullable FutexWaiter from, FutexKey key) {
        return next(from, key.place(), key.at());
    }

    /** As {@link #next(FutexWaiter, FutexKey)}. */
    static @Nullable FutexWaiter next(@Nullable FutexWaiter from, Object place, long at) {
        FutexWaiter each = from;
        while (each != null && !each.isOn(place, at)) {
            each = each.next;
        }
        return each;
    }
}
