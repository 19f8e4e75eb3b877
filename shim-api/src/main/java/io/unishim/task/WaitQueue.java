package io.unishim.task;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Those who wait for one thing, in the order they came.
 *
 * <p>A waiter puts itself in first, looks at the condition, and only then parks, so that no wake-up is lost:
 *
 * <pre>{@code
 * Waiter waiter = task.waiter();
 * queue.add(waiter);
 * try {
 *     while (!ready()) {
 *         int why = waiter.await(Waiter.FOREVER);
 *         if (why != 0) {
 *             return why;
 *         }
 *     }
 * } finally {
 *     queue.remove(waiter);
 * }
 * }</pre>
 */
public final class WaitQueue {
    private static final Wakeup[] NOBODY = {};

    private final ArrayDeque<Wakeup> waiting = new ArrayDeque<>(2);
    private volatile int size;

    /** Creates a queue in which nobody waits. */
    public WaitQueue() {}

    /** Puts one in, last. One that is in twice is woken twice. */
    public synchronized void add(Wakeup wakeup) {
        waiting.addLast(wakeup);
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
        size = waiting.size();
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
        Wakeup[] all;
        synchronized (this) {
            all = waiting.toArray(NOBODY);
        }
        for (Wakeup each : all) {
            each.wake(events);
        }
    }
}
