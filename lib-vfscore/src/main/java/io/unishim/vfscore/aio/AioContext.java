package io.unishim.vfscore.aio;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserArray;
import io.unishim.struct.IoEvent;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import io.unishim.vfscore.poll.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests under way, and the events of those that have ended. */
final class AioContext {
    /** An event, and what its request held open until it is told. */
    private record Ended(IoEvent event, @Nullable OpenFileDescription held) {}

    private final long id;
    private final long length;
    private final int wanted;
    private final AtomicLong allInUse;
    private final ReentrantLock lock = new ReentrantLock();
    private final WaitQueue queue = new WaitQueue();
    private final ArrayDeque<Ended> ended = new ArrayDeque<>();
    private final List<AioPoll> polls = new ArrayList<>();
    private int free;
    private boolean closed;

    /** @param slots how many requests it has room for, until their events are taken */
    AioContext(long id, long length, int slots, int wanted, AtomicLong allInUse) {
        this.id = id;
        this.length = length;
        this.free = slots;
        this.wanted = wanted;
        this.allInUse = allInUse;
    }

    long id() {
        return id;
    }

    long length() {
        return length;
    }

    /** @return whether there was room for one more */
    boolean reserve() {
        lock.lock();
        try {
            if (free == 0 || closed) {
                return false;
            }
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A request that has room here comes to nothing. */
    void giveBack() {
        lock.lock();
        try {
            free++;
        } finally {
            lock.unlock();
        }
    }

    /** A request that has room here has ended. */
    void end(IoEvent event) {
        lock.lock();
        try {
            ended.add(new Ended(event, null));
        } finally {
            lock.unlock();
        }
        queue.wakeAll(0);
    }

    /** @return whether it waits now; the context may be closed */
    boolean begin(AioPoll poll) {
        lock.lock();
        try {
            return !closed && polls.add(poll);
        } finally {
            lock.unlock();
        }
    }

    /** One that waited has ended. @return whether it had not before */
    boolean end(AioPoll poll, long result) {
        lock.lock();
        try {
            if (!polls.remove(poll)) {
                return false;
            }
            ended.add(new Ended(poll.event(result), poll.open()));
        } finally {
            lock.unlock();
        }
        queue.wakeAll(0);
        return true;
    }

    /** @return whether one that began has not ended */
    boolean waits(AioPoll poll) {
        lock.lock();
        try {
            return polls.contains(poll);
        } finally {
            lock.unlock();
        }
    }

    /** @return who waits by a request at this address, or null */
    @Nullable
    AioPoll waiting(long request) {
        lock.lock();
        try {
            for (AioPoll each : polls) {
                if (each.request() == request) {
                    return each;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** @return how many events were told, 0 past the deadline, or a negative errno */
    long await(Task task, long least, int most, UserArray<IoEvent> events, long deadline) {
        int told = tell(events, 0, most);
        if (told >= least || deadline == Deadline.NOW) {
            return told;
        }
        Waiter waiter = task.waiter();
        queue.add(waiter);
        try {
            while (true) {
                try {
                    told += tell(events, told, most);
                } catch (MemoryFault fault) {
                    if (told > 0) {
                        return told;
                    }
                    throw fault;
                }
                if (told >= least) {
                    return told;
                }
                if (isClosed()) {
                    return told > 0 ? told : -EINVAL;
                }
                int why = waiter.await(deadline);
                if (why != 0) {
                    return told > 0 || why == -ETIMEDOUT ? told : -EINTR; // never restarted: man 7 signal
                }
            }
        } finally {
            queue.remove(waiter);
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** @throws MemoryFault if not all that there are can be told: then none is */
    private int tell(UserArray<IoEvent> events, int from, int most) {
        List<OpenFileDescription> held = new ArrayList<>(0);
        int at = from;
        lock.lock();
        try {
            for (Ended each : ended) {
                if (at == most) {
                    break;
                }
                events.set(at++, each.event());
            }
            for (int i = from; i < at; i++) {
                OpenFileDescription open = ended.remove().held();
                free++;
                if (open != null) {
                    held.add(open);
                }
            }
        } finally {
            lock.unlock();
            held.forEach(OpenFileDescription::release);
        }
        return at - from;
    }

    /** Cancels what waits, and forgets what was not told. */
    void close() {
        List<AioPoll> left;
        List<Ended> untold;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            left = List.copyOf(polls);
            polls.clear();
            untold = List.copyOf(ended);
            ended.clear();
        } finally {
            lock.unlock();
        }
        allInUse.addAndGet(-wanted);
        for (AioPoll each : left) {
            each.leave();
            each.open().release();
        }
        for (Ended each : untold) {
            if (each.held() != null) {
                each.held().release();
            }
        }
        queue.wakeAll(0);
    }
}
