package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.PendingRead;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/** How bytes alone are received from a stream, as most are: without an object for it, and by the sender if it can. */
final class UnixBytes implements PendingRead.Source {
    /** What comes next is not bytes alone: {@link UnixStream}'s other way of receiving knows what to do. */
    static final long MORE_THAN_BYTES = Long.MIN_VALUE;

    private final UnixStream socket;
    private final UnixInbox inbox;

    /** Whose message was received whole, and who is to be told of room once the lock is free. Guarded by the lock. */
    private @Nullable UnixSocket relieved;

    UnixBytes(UnixStream socket) {
        this.socket = socket;
        this.inbox = socket.inbox;
    }

    /** @param wanted more than 0. @return the bytes, 0 at the end, an errno, or {@link #MORE_THAN_BYTES} */
    long receive(Task task, boolean wait, UserBuffer into, int wanted) {
        if (!wait) {
            return take(into, wanted);
        }
        long result = inbox.pending.lockOrBeServed(into, wanted);
        if (result == 0) {
            result = takeAndUnlock(into, wanted);
        }
        return result == -EAGAIN ? receiveOn(task, into, wanted) : result;
    }

    private long receiveOn(Task task, UserBuffer into, int wanted) {
        long timeout = socket.options().receiveTimeout;
        long deadline = timeout == 0 ? Waiter.FOREVER : socket.family.time().monotonicNanos() + timeout;
        Waiter waiter = task.waiter();
        // What is read makes room for this end's other bytes: nothing to wake a reader for.
        waiter.ignore(UnixSocket.WRITABLE);
        socket.waitQueue().add(waiter);
        try {
            long result;
            while ((result = take(into, wanted)) == -EAGAIN) {
                int why;
                int given = 0;
                boolean asked = inbox.pending.ask(into, wanted);
                try {
                    why = Socket.pause(waiter, deadline, null);
                } finally {
                    given = asked ? inbox.pending.end() : 0;
                }
                if (given != 0 || why != 0) {
                    return given != 0 ? given : why;
                }
            }
            return result;
        } finally {
            socket.waitQueue().remove(waiter);
            waiter.ignore(0);
        }
    }

    private long take(UserBuffer into, int wanted) {
        inbox.lock.lock();
        return takeAndUnlock(into, wanted);
    }

    private long takeAndUnlock(UserBuffer into, int wanted) {
        try {
            if (!inbox.messages.isEmpty()) {
                return isEmpty() ? MORE_THAN_BYTES : read(into, wanted);
            }
            if (inbox.error != 0) {
                return -inbox.takeError();
            }
            return inbox.isShut(UnixInbox.RECEIVE) ? 0 : -EAGAIN;
        } finally {
            unlock();
        }
    }

    /**
     * Gives the lock of the inbox back, and tells the sender of room. In this order: a sender that is woken on this core goes
     * on at once, and would find the lock taken.
     */
    void unlock() {
        UnixSocket sender = relieved;
        relieved = null;
        inbox.lock.unlock();
        if (sender != null) {
            sender.tellOfRoom();
        }
    }

    @Override
    public boolean isEmpty() {
        UnixMessage first = inbox.messages.peekFirst();
        return first == null || first.rights != null || socket.asksWho();
    }

    @Override
    public int read(UserBuffer target, int wanted) {
        int done = 0;
        while (done < wanted) {
            UnixMessage first = inbox.messages.peekFirst();
            if (first == null || first.rights != null) {
                break;
            }
            int count = Math.min(first.left(), wanted - done);
            int moved;
            try {
                moved = target.put(done, first.bytes, first.start, count);
            } catch (MemoryFault fault) {
                if (done == 0) {
                    throw fault;
                }
                break;
            }
            took(first, moved);
            done += moved;
            if (moved < count) {
                break;
            }
        }
        return done;
    }

    /** Bytes of the first message were received. Hold the lock, and give it back by {@link #unlock}. */
    void took(UnixMessage first, int count) {
        first.start += count;
        inbox.bytes -= count;
        if (first.left() == 0) {
            inbox.messages.pollFirst();
            first.sender.outstanding.addAndGet(-first.size);
            relieved = first.sender;
            if (first.bytes.length >= Blocks.SMALLEST) {
                socket.family.pieces().give(first.bytes);
            }
            inbox.keep(first);
        }
    }
}
