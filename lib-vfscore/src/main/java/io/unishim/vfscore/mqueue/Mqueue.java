package io.unishim.vfscore.mqueue;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Signals.SIGEV_SIGNAL;
import static io.unishim.abi.Signals.SI_MESGQ;

import io.unishim.Shim;
import io.unishim.struct.MqAttr;
import io.unishim.struct.SigEvent;
import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue: messages by priority, and who waits for one or for room, in the order they came. All under its lock. */
final class Mqueue {
    private final Shim shim;
    private final MqAttr limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Integer, ArrayDeque<byte[]>> byPriority = new TreeMap<>(Comparator.reverseOrder());
    private final ArrayDeque<MqueueWait> receivers = new ArrayDeque<>();
    private final ArrayDeque<MqueueWait> senders = new ArrayDeque<>();
    private final WaitQueue pollers = new WaitQueue();
    private volatile int count;
    private long bytes;

    /** Who wants to hear, and how. */
    private @Nullable Process owner;

    private SigEvent how = new SigEvent(0, 0, SIGEV_SIGNAL, 0);

    Mqueue(Shim shim, MqAttr limits) {
        this.shim = shim;
        this.limits = limits;
    }

    MqAttr limits() {
        return limits;
    }

    int count() {
        return count;
    }

    WaitQueue waitQueue() {
        return pollers;
    }

    int readiness() {
        int now = count;
        return (now > 0 ? POLLIN | POLLRDNORM : 0) | (now < limits.maxmsg() ? POLLOUT | POLLWRNORM : 0);
    }

    /** @return 0, {@code -EAGAIN}, or how the wait ended */
    long send(Task task, int priority, byte[] message, boolean wait, long deadline) {
        MqueueWait waiting = null;
        lock.lock();
        try {
            if (count >= limits.maxmsg()) {
                if (!wait) {
                    return -EAGAIN;
                }
                waiting = new MqueueWait(task, priority, message);
                senders.add(waiting);
            } else {
                MqueueWait receiver = receivers.poll();
                if (receiver != null) {
                    receiver.end(priority, message);
                    return 0;
                }
                put(priority, message);
                tellOwner(task);
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            return await(task, waiting, senders, deadline);
        }
        pollers.wakeAll(POLLIN | POLLRDNORM);
        return 0;
    }

    /** @return what took the message, or is to tell how the wait ended: {@link MqueueWait#result} */
    MqueueWait receive(Task task, boolean wait, long deadline) {
        MqueueWait got = new MqueueWait(task, 0, null);
        boolean waits = false;
        lock.lock();
        try {
            if (count > 0) {
                take(got);
            } else if (wait) {
                receivers.add(got);
                waits = true;
            } else {
                return got.failed(-EAGAIN);
            }
        } finally {
            lock.unlock();
        }
        if (waits) {
            return got.failed(await(task, got, receivers, deadline));
        }
        pollers.wakeAll(POLLOUT | POLLWRNORM);
        return got;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock; volatile for who asks without it
    private void put(int priority, byte[] message) {
        byPriority.computeIfAbsent(priority, none -> new ArrayDeque<>()).add(message);
        bytes += message.length;
        count++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // as in put
    private void take(MqueueWait into) {
        int priority = byPriority.firstKey();
        ArrayDeque<byte[]> alike = byPriority.firstEntry().getValue();
        byte[] message = alike.remove();
        if (alike.isEmpty()) {
            byPriority.remove(priority);
        }
        bytes -= message.length;
        count--;
        into.end(priority, message);
        MqueueWait sender = senders.poll();
        if (sender != null) {
            put(sender.priority(), sender.message());
            sender.end(0, sender.message());
        }
    }

    private long await(Task task, MqueueWait wait, ArrayDeque<MqueueWait> line, long deadline) {
        while (true) {
            int why = task.waiter().await(deadline);
            lock.lock();
            try {
                if (wait.isOver()) {
                    return 0;
                }
                if (why != 0) {
                    line.remove(wait);
                    return why;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** A message came to the empty queue while nobody waited for it: who asked hears of it, once. */
    private void tellOwner(Task sender) {
        Process hears = owner;
        if (hears == null || count != 1) {
            return;
        }
        owner = null;
        if (how.how() == SIGEV_SIGNAL && how.signo() != 0) {
            SigInfo info = SigInfo.queued(
                    how.signo(),
                    SI_MESGQ,
                    sender.process().pid(),
                    Credentials.of(sender).uid(),
                    how.value());
            shim.service(Signalling.class).send(hears, how.signo(), info);
        }
    }

    /** @return 0 or {@code -EBUSY} */
    long tell(Process process, SigEvent newHow) {
        lock.lock();
        try {
            Process before = owner;
            if (before != null && before.status() == Process.RUNNING) {
                return -EBUSY;
            }
            owner = process;
            how = newHow;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back what a process asked for. */
    void forget(Process process) {
        lock.lock();
        try {
            if (owner == process) {
                owner = null;
            }
        } finally {
            lock.unlock();
        }
    }

    String text() {
        lock.lock();
        try {
            Process hears = owner;
            return String.format(
                    Locale.ROOT,
                    "QSIZE:%-10d NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6d\n",
                    bytes,
                    hears == null ? 0 : how.how(),
                    hears == null || how.how() != SIGEV_SIGNAL ? 0 : how.signo(),
                    hears == null ? 0 : hears.pid());
        } finally {
            lock.unlock();
        }
    }
}
