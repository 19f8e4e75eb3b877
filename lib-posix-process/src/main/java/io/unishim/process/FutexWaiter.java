package io.unishim.process;

import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A task's place in the queue of a word. A task waits on one word at a time, so it has one of these for all its waits, and
 * waiting allocates nothing.
 *
 * <p>All fields but {@link #bucket} and {@link #woken} are guarded by the lock of the bucket it is in.
 */
final class FutexWaiter {
    final Task task;

    /** The key: a word is known by the memory it lies in, or the object that several memories share, and its place there. */
    Object place;

    long at;

    /** Woken by those that share a bit of it. */
    int bits;

    /** Of those who wait for a lock with priority inheritance: who holds it. 0 for the others. */
    int owner;

    /** Of those who wait to be moved to a lock with priority inheritance: which. Null for the others. */
    @Nullable
    FutexKey wanted;

    /** Of those who wait for a lock with priority inheritance, or to be moved to one: where they see it. */
    long lock;

    @Nullable
    FutexWaiter previous;

    @Nullable
    FutexWaiter next;

    /** Where it is queued; changes when it is moved to another word, null once it was taken out. */
    volatile @Nullable FutexBucket bucket;

    /** Set last by who takes it out to wake it: from then on it is its task's again. */
    volatile boolean woken;

    FutexWaiter(Task task) {
        this.task = task;
        this.place = task.memory();
    }

    /** Makes it ready for a wait; called by its task while it is in no queue. */
    FutexWaiter on(FutexKey key, int newBits, int newOwner) {
        place = key.place();
        at = key.at();
        bits = newBits;
        owner = newOwner;
        wanted = null;
        woken = false;
        return this;
    }

    boolean isOn(Object otherPlace, long otherAt) {
        return at == otherAt && place.equals(otherPlace);
    }

    /** Whether it waits for a lock with priority inheritance, or to be moved to one. */
    boolean wantsLock() {
        return owner != 0 || wanted != null;
    }

    /** Says which lock it waits for, or is to be moved to. @param address of it in its own memory */
    FutexWaiter forLock(long address, @Nullable FutexKey toBeMovedTo) {
        lock = address;
        wanted = toBeMovedTo;
        return this;
    }

    /** Changes the word that it waits on; it is in no queue. */
    void moveTo(FutexKey key) {
        place = key.place();
        at = key.at();
    }

    /** Lets its task go on. It was taken out of its bucket; it may be in another one when this method returns. */
    void wake() {
        Task who = task;
        woken = true;
        who.waiter().wake(0);
    }
}
