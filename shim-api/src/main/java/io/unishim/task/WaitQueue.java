package io.unishim.task;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one thing, in the order they came.
 *
 * <p>A waiter puts itself in first, looks at the condition, and only then parks, so that no wake-up is lost: {@link #await}
 * does so. Who waits with a deadline, or for several queues, does the same by {@link #add} and {@link Waiter#await}.
 */
public final class WaitQueue {
    private static final Wakeup[] NOBODY = {};

    private final ArrayDeque<Wakeup> waiting = new ArrayDeque<>(2);
    private volatile int size;

    /** Everyone in {@link #waiting}, or null: they are woken without the lock. */
    private Wakeup @Nullable [] all;

    /** Creates a queue in which nobody waits. */
    public WaitQueue() {}

    /** Puts one in, last. One that is in twice is woken twice. */
    public synchronized void add(Wakeup wakeup) {
        waiting.addLast(wakeup);
        all = null;
        size = waiting.size();
    }

    /** Puts one in, first: Linux wakes those who do not wait for their turn in the opposite order (its add_wait_queue). */
    public synchronized void addFirst(Wakeup wakeup) {
        waiting.addFirst(wakeup);
        all = null;
        size = waiting.size();
    }

    /** Takes one out, if it is in. */
    public synchronized void remove(Wakeup wakeup) {
        for (Iterator<Wakeup> each = waiting.descendingIterator(); each.hasNext(); ) {
            if (each.next() == wakeup) {
                each.remove();
                break;
            }
        }
        all = null;
        size = waiting.size();
    }

    /**
     * Waits until something is so.
     *
     * @param task who waits, acting on the current thread
     * @param ready looks, and may take what it finds; asked again after every wake-up
     * @return 0, or {@code -ERESTARTSYS} if a signal is pending, as {@link Waiter#await} says
     */
    public int await(Task task, BooleanSupplier ready) {
        Waiter waiter = task.waiter();
        add(waiter);
        try {
            while (!ready.getAsBoolean()) {
                int why = waiter.await(Waiter.FOREVER);
                if (why != 0) {
                    return why;
                }
            }
            return 0;
        } finally {
            remove(waiter);
        }
    }

    /** @return whether nobody waits, as far as this thread can know */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Wakes everyone; they stay in. @param events what happened, as {@code poll(2)} names it, or 0 */
    public void wakeAll(int events) {
        if (size == 0) {
            return;
        }
        @Nullable Wakeup first = null;
        @Nullable Wakeup second = null;
        Wakeup[] several = NOBODY;
        synchronized (this) {
            // Few without an array: as they come and go with each wait, it would be made each time.
            if (waiting.size() <= 2) {
                first = waiting.peekFirst();
                second = waiting.size() == 2 ? waiting.peekLast() : null;
            } else {
                several = all();
            }
        }
        if (first != null) {
            first.wake(events);
        }
        if (second != null) {
            second.wake(events);
        }
        for (Wakeup each : several) {
            each.wake(events);
        }
    }

    /** @return everyone who waits; the same array until one comes or goes */
    private Wakeup[] all() {
        Wakeup[] now = all;
        if (now == null) {
            now = waiting.toArray(NOBODY);
            all = now;
        }
        return now;
    }
}
