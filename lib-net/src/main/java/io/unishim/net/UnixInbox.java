package io.unishim.net;

import io.unishim.task.BriefLock;
import io.unishim.task.PendingRead;
import io.unishim.task.WaitQueue;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a socket has received and what it will receive no more. Fields are guarded by {@link #lock}. */
final class UnixInbox {
    final BriefLock lock = new BriefLock();
    final ArrayDeque<UnixMessage> messages = new ArrayDeque<>();

    /** Of a stream: the receive that waits for bytes without anything else. */
    final PendingRead pending = new PendingRead(lock);

    /** Of a stream: messages to be used again. */
    private final ArrayDeque<UnixMessage> spare = new ArrayDeque<>(2);

    /** Senders that wait until there is room. */
    final WaitQueue room = new WaitQueue();

    /** Connected senders that were told that there is no room, and are to be told when there is. */
    private final Set<UnixSocket> starved = new LinkedHashSet<>();

    long bytes;
    /** Bit 0: nothing will be received; bit 1: nothing will be sent. Also read without the lock. */
    volatile int shutdown;
    /** The error that the next call takes, 0 for none. Also read without the lock. */
    volatile int error;

    volatile boolean closed;

    /** Messages kept to be used again. */
    private static final int SPARE = 16;

    /** Bytes kept with one. */
    private static final int SPARE_BYTES = 1024;

    static final int RECEIVE = 1;
    static final int SEND = 2;

    /** @return one to {@link UnixMessage#renew}, or null. Hold the lock */
    @Nullable
    UnixMessage used() {
        return spare.pollLast();
    }

    /** Keeps one that is received and gone, with little memory. Hold the lock. */
    void keep(UnixMessage gone) {
        if (spare.size() < SPARE) {
            gone.shrink(spare.isEmpty() ? SPARE_BYTES : 0);
            spare.addLast(gone);
        }
    }

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

    /** A sender is to be told of room. Hold the lock. */
    void starve(UnixSocket sender) {
        starved.add(sender);
    }

    /** Tells who waits that there is room, or that there will be none. */
    void feed() {
        room.wakeAll(0);
        UnixSocket[] all;
        lock.lock();
        try {
            if (starved.isEmpty()) {
                return;
            }
            all = starved.toArray(new UnixSocket[0]);
            starved.clear();
        } finally {
            lock.unlock();
        }
        for (UnixSocket each : all) {
            each.wake(UnixSocket.WRITABLE);
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
