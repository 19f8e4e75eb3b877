package io.unishim.net;

import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;

import io.unishim.memory.OffHeap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the host, and what is known of its readiness: events add to it, and what a call answered takes away, unless an
 * event came meanwhile.
 */
final class HostDescriptor {
    private static final long EVENT = 1L << 32;

    /** What comes seldom, and of which no event tells that it went: errors that were told, urgent data that was read. */
    private static final int RARE = POLLPRI | POLLERR | POLLHUP | POLLRDHUP;

    private static final int ALL = POLLIN | POLLOUT | RARE;

    private final int fd;
    private final long id;
    private final Socket owner;

    private final Uses uses;

    /** For {@link HostSocketCalls#events}; made when it is first needed. */
    private @Nullable OffHeap asked;

    /** Whether something was taken since the last event, so that it may have been all. */
    private volatile boolean doubtful;

    /** Below the events as bits; above, how many times some came. */
    private final AtomicLong known;

    HostDescriptor(int fd, long id, Socket owner, int ready) {
        this.fd = fd;
        this.id = id;
        this.owner = owner;
        this.uses = new Uses(() -> HostSocketCalls.close(fd));
        this.known = new AtomicLong(ready);
    }

    int fd() {
        return fd;
    }

    long id() {
        return id;
    }

    /** @return whether a call may be made; then {@link #exit} follows */
    boolean enter() {
        return uses.enter();
    }

    void exit() {
        uses.exit();
    }

    void close() {
        uses.close();
    }

    void happened(int events) {
        long now = known.get();
        while (!known.compareAndSet(now, (now | events & 0xffff_ffffL) + EVENT)) {
            now = known.get();
        }
        int all = events | ((events & POLLIN) != 0 ? POLLRDNORM : 0) | ((events & POLLOUT) != 0 ? POLLWRNORM : 0);
        owner.wake(all);
    }

    /** @return what {@link #spent} is to be given */
    long look() {
        return known.get();
    }

    /** A call found that there is no more. @param before what was known before it */
    void spent(long before, int events) {
        known.compareAndSet(before, before & ~(long) events);
    }

    /** A call took what it asked for: only the host knows whether there is more. */
    void took() {
        doubtful = true;
    }

    private synchronized int ask(int events) {
        OffHeap memory = asked;
        if (memory == null) {
            memory = OffHeap.allocate(8);
            asked = memory;
        }
        return HostSocketCalls.events(fd, events, memory);
    }

    int ready() {
        long before = known.get();
        int now = (int) before;
        if ((now & RARE) != 0 && enter()) {
            now = ask(ALL);
            exit();
        } else if (doubtful && (now & POLLIN) != 0) {
            doubtful = false;
            if (enter()) {
                boolean more = ask(POLLIN) != 0;
                exit();
                if (more) {
                    doubtful = true;
                } else {
                    spent(before, POLLIN);
                }
            }
            now = (int) known.get();
        }
        return now | ((now & POLLIN) != 0 ? POLLRDNORM : 0) | ((now & POLLOUT) != 0 ? POLLWRNORM : 0);
    }
}
