package io.unishim.net;

import io.unishim.task.TimeSource;
import io.unishim.task.Waiter;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a virtual network, at its times and in order, on a thread of its own that there is once something has
 * happened. Whoever sends hands over to it: a sender that held one shim's locks never takes another's.
 */
final class Wire implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Wire.class.getName());

    private record Event(long at, long order, Runnable what) {}

    private final String name;
    private final TimeSource time;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private @Nullable Thread thread;
    private long order;
    private boolean closed;
    private volatile boolean changed;

    Wire(String name, TimeSource time) {
        this.name = name;
        this.time = time;
    }

    long now() {
        return time.monotonicNanos();
    }

    /** Has something done at once, on the wire's thread. */
    void soon(Runnable what) {
        at(now(), what);
    }

    /** Has something done in a while, on the wire's thread. */
    void after(long nanos, Runnable what) {
        at(now() + nanos, what);
    }

    void at(long moment, Runnable what) {
        Thread runner;
        synchronized (this) {
            if (closed) {
                return;
            }
            events.add(new Event(moment, order++, what));
            runner = thread;
            if (runner == null) {
                runner = new Thread(time.watched(this::run), "network " + name);
                runner.setDaemon(true);
                thread = runner;
                runner.start();
            }
            changed = true;
        }
        if (runner != Thread.currentThread()) {
            time.unpark(runner);
        }
    }

    private void run() {
        while (true) {
            Event due = null;
            long next;
            synchronized (this) {
                if (closed) {
                    return;
                }
                changed = false;
                Event first = events.peek();
                next = first == null ? Waiter.FOREVER : first.at();
                if (first != null && next <= now()) {
                    due = events.poll();
                }
            }
            if (due == null) {
                time.park(() -> changed, next);
            } else {
                run(due.what());
            }
        }
    }

    private static void run(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a virtual network lost a packet", e);
        }
    }

    @Override
    public void close() {
        Thread runner;
        synchronized (this) {
            closed = true;
            changed = true;
            events.clear();
            runner = thread;
        }
        if (runner != null && runner != Thread.currentThread()) {
            time.unpark(runner);
            boolean interrupted = false;
            while (runner.isAlive()) {
                try {
                    runner.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
