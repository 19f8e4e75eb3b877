package io.unishim.net;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/** What a socket has received and what it will receive no more. Fields are guarded by {@link #lock}. */
final class UnixInbox {
    final ReentrantLock lock = new ReentrantLock();
    final ArrayDeque<UnixMessage> messages = new ArrayDeque<>();
    long bytes;
    /** Bit 0: nothing will be received; bit 1: nothing will be sent. Also read without the lock. */
    volatile int shutdown;
    /** The error that the next call takes, 0 for none. Also read without the lock. */
    volatile int error;

    volatile boolean closed;

    static final int RECEIVE = 1;
    static final int SEND = 2;

    int takeError() {
        lock.lock();
        try {
            int taken = error;
            error = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void shut(int directions, int newError) {
        lock.lock();
        try {
            shutdown |= directions;
            if (newError != 0) {
                error = newError;
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isShut(int direction) {
        return (shutdown & direction) != 0;
    }
}
