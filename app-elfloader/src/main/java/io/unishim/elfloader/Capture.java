package io.unishim.elfloader;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What one program has written to streams that nobody else reads, to be waited for. */
final class Capture {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grew = lock.newCondition();
    private boolean ended;

    /** @return one more stream */
    CapturedStream stream() {
        return new CapturedStream(this);
    }

    /** Nothing comes any more of the program itself. */
    void end() {
        lock.lock();
        try {
            ended = true;
            grew.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void grew() {
        lock.lock();
        try {
            grew.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until one of the streams holds the bytes. @return false if the program ended, or the time, without */
    boolean await(byte[] wanted, long nanos, CapturedStream... streams) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        int[] from = new int[streams.length];
        lock.lockInterruptibly();
        try {
            while (true) {
                boolean last = ended;
                for (int i = 0; i < streams.length; i++) {
                    from[i] = streams[i].find(wanted, from[i]);
                    if (from[i] < 0) {
                        return true;
                    }
                }
                if (last || deadline - System.nanoTime() <= 0) {
                    return false;
                }
                grew.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
