package io.unishim.task;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for no longer than it takes to copy a few pages. Who finds it taken looks awake for a while before it
 * parks, as the kernel's mutexes do: to be parked and woken again takes longer than the lock is held.
 */
public final class BriefLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    /** How often one looks: some 20 microseconds in all, or not at all where the holder could not go on meanwhile. */
    static final int LOOKS = Runtime.getRuntime().availableProcessors() == 1 ? 0 : 600;

    /** Creates a lock that is free. */
    public BriefLock() {}

    @Override
    public void lock() {
        for (int i = 0; i < LOOKS; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }
}
