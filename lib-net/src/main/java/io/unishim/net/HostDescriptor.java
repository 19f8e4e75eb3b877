package io.unishim.net;

import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_PEEK;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the host, and what is known of its readiness: events add to it, and what a call answered takes away, unless an
 * event came meanwhile.
 *
 * <p>A program may hold a copy of what there is to be read. Whoever makes a call settles that first.
 */
final class HostDescriptor implements ReadAhead.Source {
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

    /** Where a program may read what waits here; it counts as a use as long as it is there. */
    private final AtomicReference<ReadAhead.@Nullable Place> lent = new AtomicReference<>();

    /** What was known when it was lent, and whether that is all there was. */
    private long knownWhenLent;

    private int lentLength;

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
        boolean entered = uses.enter();
        if (entered) {
            settle();
        }
        return entered;
    }

    void exit() {
        uses.exit();
    }

    void close() {
        settle();
        uses.close();
    }

    /** Lets a program read what waits here, if nobody makes a call meanwhile and there is little. */
    void lend(ReadAhead.Place place) {
        synchronized (place) {
            if (!uses.enter()) {
                return;
            }
            if (lent.compareAndSet(null, place)) {
                // Who enters from now on settles, and waits for the end of this.
                long before = known.get();
                int found = uses.isOne() && (before & ~(POLLIN | POLLOUT) & 0xffff_ffffL) == 0 ? peek(place) : 0;
                if (found > 0 && found < place.size()) {
                    knownWhenLent = before;
                    lentLength = found;
                    place.offer(found, this);
                } else {
                    taken(0);
                }
            } else {
                uses.exit();
            }
        }
    }

    private int peek(ReadAhead.Place place) {
        return (int) HostCalls.call(
                Syscall.RECVFROM.number(), fd, place.address(), place.size(), MSG_PEEK | MSG_DONTWAIT, 0, 0);
    }

    /** Takes back what was lent. */
    void settle() {
        ReadAhead.Place now = lent.get();
        if (now != null) {
            now.settle();
        }
    }

    @Override
    public void taken(int count) {
        if (count > 0) {
            HostSocketCalls.discard(fd, count);
            // Events of what was there are told until it is taken.
            if (count < lentLength || !spent(knownWhenLent, POLLIN)) {
                took();
            }
        }
        lent.set(null);
        uses.exit();
    }

    void happened(int events) {
        long now = known.get();
        while (!known.compareAndSet(now, (now | events & 0xffff_ffffL) + EVENT)) {
            now = known.get();
        }
        owner.wake(withBands(events));
    }

    /** @return what {@link #spent} is to be given */
    long look() {
        return known.get();
    }

    /** A call found that there is no more. @param before what was known before it. @return whether nothing came meanwhile */
    boolean spent(long before, int events) {
        return known.compareAndSet(before, before & ~(long) events);
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
        settle();
        long before = known.get();
        int now = (int) before;
        if ((now & RARE) != 0) {
            now = asked();
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
        return withBands(now);
    }

    private static int withBands(int events) {
        return events | ((events & POLLIN) != 0 ? POLLRDNORM : 0) | ((events & POLLOUT) != 0 ? POLLWRNORM : 0);
    }

    private int asked() {
        int now = (int) known.get();
        if (enter()) {
            now = ask(ALL);
            exit();
        }
        return now;
    }

    /** @return what the host says now, whatever is known */
    int readyAtHost() {
        return withBands(asked());
    }
}
