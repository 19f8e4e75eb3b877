package io.unishim.vfscore.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for what takes some nanoseconds and asks nobody (the kernel's spinlock). To give it back is an ordinary store, where a
 * monitor's or a {@code ReentrantLock}'s way out costs as much as its way in. It is not reentrant.
 */
public final class Spinlock {
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

    @SuppressWarnings("unused") // by TAKEN
    private boolean taken;

    /** Takes it; waits while another thread has it. */
    public void lock() {
        if (!TAKEN.compareAndSet(this, false, true)) {
            contend();
        }
    }

    private void contend() {
        int looks = 0;
        do {
            if (++looks % PATIENCE == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        } while ((boolean) TAKEN.getOpaque(this) || !TAKEN.compareAndSet(this, false, true));
    }

    /** Gives it back. Only who took it does. */
    public void unlock() {
        TAKEN.setRelease(this, false);
    }
}
