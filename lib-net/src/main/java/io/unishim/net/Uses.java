package io.unishim.net;

import java.util.concurrent.atomic.AtomicInteger;

/** Calls on something of the host's that are under way: it is closed after the last of them, for its number is used again. */
final class Uses {
    private static final int CLOSED = 1 << 30;

    private final Runnable close;
    private final AtomicInteger users = new AtomicInteger();

    /** @param close run once, by the last who uses it or by {@link #close} */
    Uses(Runnable close) {
        this.close = close;
    }

    /** @return whether a call may be made; then {@link #exit} follows */
    boolean enter() {
        int now = users.get();
        while (now < CLOSED) {
            int met = users.compareAndExchange(now, now + 1);
            if (met == now) {
                return true;
            }
            now = met;
        }
        return false; // and never counted: the last who leaves is to see that he is
    }

    /** @return whether one call is under way, and it may be */
    boolean isOne() {
        return users.get() == 1;
    }

    void exit() {
        if (users.decrementAndGet() == CLOSED) {
            close.run();
        }
    }

    /** Lets nobody in any more. */
    void close() {
        if (users.getAndUpdate(now -> now | CLOSED) == 0) {
            close.run();
        }
    }
}
