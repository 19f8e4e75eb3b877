package io.unishim.elfloader.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a Java thread runs until it is known which thread of a program it is to serve. It is started before the program's
 * thread is made, so that nothing has to be undone if it cannot be.
 */
final class Standby implements Runnable {
    /** A thread is soon made, a process takes longer. */
    private static final int LOOKS = 100;

    private volatile @Nullable Runnable work;
    private volatile @Nullable Thread thread;

    @Override
    public void run() {
        thread = Thread.currentThread();
        Runnable found = work;
        for (int looks = 0; found == null; looks++) {
            if (looks < LOOKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
            found = work;
        }
        if (found != this) {
            found.run();
        }
    }

    /** Ends the standing by. */
    void serve(ProgramThread program) {
        become(program);
    }

    /** As {@link #serve}, but there is nobody to serve. */
    void dismiss() {
        become(this);
    }

    private void become(Runnable what) {
        work = what;
        LockSupport.unpark(thread);
    }
}
