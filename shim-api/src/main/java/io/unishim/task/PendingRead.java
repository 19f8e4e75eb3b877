package io.unishim.task;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A read that waits for bytes, or for the lock under which they are, where a writer sees it: who has just written moves them
 * on into the reader's memory. They are in its core's cache; the reader would have to fetch them from there, and the writer
 * the memory between them back. There is one for a queue of bytes; a reader who finds it in use waits as if there were none.
 */
public final class PendingRead implements Waiter.Meanwhile {
    /** Where the bytes are, under the lock. */
    public interface Source {
        /** @return whether there is nothing to serve a read with */
        boolean isEmpty();

        /**
         * Moves bytes to a reader.
         *
         * @return how many
         * @throws MemoryFault if not one could be moved
         */
        int read(UserBuffer target, int wanted);
    }

    private static final int NOBODY = 0;
    private static final int COMING = 1;
    private static final int WAITING = 2;
    private static final int BEING_SERVED = 3;
    private static final int SERVED = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PendingRead.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BriefLock lock;
    private volatile int state;
    private volatile boolean lookedFor;
    private @Nullable UserBuffer buffer;
    private int wanted;
    private int given;

    /** Is nobody's. @param lock under which the bytes are */
    public PendingRead(BriefLock lock) {
        this.lock = lock;
    }

    // The reader's side.

    /**
     * Locks for a read that may wait; or has the one who holds the lock, or is about to, do the work.
     *
     * @return the bytes that the read was given; 0 if it was not: then the lock is held
     */
    public int lockOrBeServed(UserBuffer target, int count) {
        if (!lookedFor && lock.tryLock()) {
            return 0;
        }
        if (!ask(target, count)) {
            lock.lock();
            return 0;
        }
        boolean locked = awaitServed();
        int result = end();
        if (result == 0 && !locked) {
            lock.lock();
        } else if (result != 0 && locked) {
            lock.unlock();
        }
        return result;
    }

    /** Has the next writer serve a read. @return whether that is so: then {@link #end} it before the call returns */
    public boolean ask(UserBuffer target, int count) {
        if (state != NOBODY || !target.anyThread() || !STATE.compareAndSet(this, NOBODY, COMING)) {
            return false;
        }
        buffer = target;
        wanted = count;
        given = 0;
        state = WAITING;
        return true;
    }

    /** Waits awake until a writer served the read, or none is there to do it and the lock is free. @return whether it is held */
    private boolean awaitServed() {
        for (int i = 0; i < BriefLock.LOOKS && state != SERVED; i++) {
            if (!lookedFor && lock.tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Takes the read back. @return the bytes it was given; 0 if it is to be tried again */
    @SuppressWarnings("LockNotBeforeTry") // nothing is done under the lock: it is waited for
    public int end() {
        if (!STATE.compareAndSet(this, WAITING, COMING) && state == BEING_SERVED) {
            lock.lock(); // who serves it has the lock
            lock.unlock();
        }
        int result = given;
        buffer = null;
        state = NOBODY;
        return result;
    }

    // The writer's side.

    /** Locks for a write. Readers leave the lock to a writer that looks for it, and are served by it. */
    public void lockToServe() {
        if (!lock.tryLock()) {
            lookedFor = true;
            lock.lock();
            lookedFor = false;
        }
    }

    /** A writer that waits for room looks for reads to serve, or does so no more. */
    @Override
    public void looking(boolean begins) {
        lookedFor = begins;
    }

    @Override
    public boolean called() {
        return state == WAITING;
    }

    /**
     * Moves bytes to the reader that waits, if there is one; the lock is held.
     *
     * @return how many; 0 also if its memory is bad, which it will find itself
     */
    public int serve(Source source) {
        if (state != WAITING || source.isEmpty() || !STATE.compareAndSet(this, WAITING, BEING_SERVED)) {
            return 0;
        }
        UserBuffer target = buffer;
        try {
            if (target != null) {
                given = source.read(target, wanted);
            }
        } catch (MemoryFault fault) {
            given = 0;
        } finally {
            state = SERVED;
        }
        return given;
    }
}
