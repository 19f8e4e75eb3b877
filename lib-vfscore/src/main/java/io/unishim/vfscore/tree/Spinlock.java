package io.unishim.vfscore.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for what mostly takes some nanoseconds and asks nobody (the kernel's spinlock). To give it back is an ordinary store,
 * where a monitor's or a {@code ReentrantLock}'s way out costs as much as its way in. Who waits long, because the holder lost
 * its core or does ask somebody, naps between looks. It is not reentrant. What is made often and has one lock extends it: that
 * takes no object.
 */
public class Spinlock {
    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Spinlock.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Looks before the holder, who may have lost its core, is given one. */
    private static final int PATIENCE = 100;

    /** Times it was given one before the holder is taken for one who asks somebody. */
    private static final int KINDNESS = 32;

    private static final long SHORT_NAP = 20_000;
    private static final long LONG_NAP = 1_000_000;

    @SuppressWarnings("unused") // by TAKEN
    private boolean taken;

    /** Takes it; waits while another thread has it. */
    public final void lock() {
        if (!TAKEN.compareAndSet(this, false, true)) {
            contend();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // what is right does not rest on it; it keeps waiters from burning a core
    private void contend() {
        int looks = 0;
        long nap = SHORT_NAP;
        do {
            if (++looks % PATIENCE != 0) {
                Thread.onSpinWait();
            } else if (looks < PATIENCE * KINDNESS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, nap);
                nap = Math.min(nap * 2, LONG_NAP);
            }
        } while ((boolean) TAKEN.getOpaque(this) || !TAKEN.compareAndSet(this, false, true));
    }

    /** Gives it back. Only who took it does. */
    public final void unlock() {
        TAKEN.setRelease(this, false);
    }
}
