package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
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
 * <p>A program may hold a copy of what there is to be read, and have written what was not sent yet. Whoever makes a call
 * settles that first.
 */
final class HostDescriptor implements ReadAhead.Source {
    private static final long EVENT = 1L << 32;

    /** For so much the host has room in a buffer that is empty, however small the pieces. */
    private static final int ROOM = 4096;

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

    /** The error that the host told of for a call which had been answered. */
    private volatile int late;

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

    /**
     * Lets a program read what waits here, if nobody makes a call meanwhile and there is little; and write, if everything that
     * was sent has arrived: then the host has room.
     *
     * @param usual whether its buffer is as large as others, and nobody wants to know what was sent when
     */
    void lend(ReadAhead ahead, ReadAhead.Place place, boolean usual) {
        synchronized (ahead) {
            if (!uses.enter()) {
                return;
            }
            if (lent.compareAndSet(null, place)) {
                // Who enters from now on settles, and waits for the end of this.
                long before = known.get();
                boolean well = uses.isOne() && late == 0 && (before & ~(POLLIN | POLLOUT) & 0xffff_ffffL) == 0;
                int found = well ? peek(place) : 0;
                if (found > 0 && found < place.size()) {
                    knownWhenLent = before;
                    lentLength = found;
                    boolean writable = usual && ahead.takesWrites() && HostSocketCalls.ioctl(fd, SIOCOUTQ) == 0;
                    place.offer(found, writable ? ROOM : 0, this);
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
    public void written(long address, int length) {
        int at = 0;
        while (at < length && late == 0) {
            int how = MSG_DONTWAIT | MSG_NOSIGNAL;
            long result = HostCalls.call(Syscall.SENDTO.number(), fd, address + at, length - at, how, 0, 0);
            if (result >= 0) {
                at += (int) result;
            } else if (result == -EAGAIN) {
                HostSocketCalls.awaitRoom(fd); // the host is short of memory
            } else if (result != -EINTR) {
                late = (int) -result;
                happened(POLLERR);
            }
        }
    }

    /** @return why what a program wrote was not sent, as the error of the next call; 0 if all was */
    int takeLate() {
        int why = late;
        if (why != 0) {
            late = 0;
        }
        return why;
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
        return withBands(late == 0 ? now : now | POLLERR);
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
        int now = asked();
        return withBands(late == 0 ? now : now | POLLERR);
    }
}
