package io.unishim.vfscore.host;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor of the host's. Whoever uses it says so, for it is closed only when nobody does: a number that was closed and
 * given out again would be another file.
 */
final class HostDescriptor {
    private static final int CLOSE = Syscall.CLOSE.number();

    private final int fd;
    private final AtomicInteger uses = new AtomicInteger(1);
    private final java.util.concurrent.atomic.AtomicBoolean closing = new java.util.concurrent.atomic.AtomicBoolean();

    HostDescriptor(int fd) {
        this.fd = fd;
    }

    /** @return the number; valid between {@link #enter} and {@link #leave} */
    int fd() {
        return fd;
    }

    /** Begins to use it. @return whether it is still open */
    boolean enter() {
        int now;
        do {
            now = uses.get();
            if (now == 0) {
                return false;
            }
        } while (!uses.compareAndSet(now, now + 1));
        return true;
    }

    /** Ends a use. */
    void leave() {
        if (uses.decrementAndGet() == 0) {
            HostCalls.call(CLOSE, fd, 0, 0);
        }
    }

    /** Closes it as soon as nobody uses it. */
    void close() {
        if (closing.compareAndSet(false, true)) {
            leave();
        }
    }
}
