package io.unishim.vfscore.inotify;

import static io.unishim.abi.Inotify.IN_IGNORED;
import static io.unishim.abi.Inotify.IN_Q_OVERFLOW;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Events that wait to be read. One that equals the last is left out; past the limit one event says that some were lost. */
final class EventQueue {
    /** What {@link #takeFitting} gives if there is an event but no room for it. */
    static final Event TOO_LARGE = new Event(0, 0, 0, null);

    private final int limit;
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private boolean overflowed;
    private int bytes;

    EventQueue(int limit) {
        this.limit = limit;
    }

    /** @return whether something was added */
    synchronized boolean add(Event event) {
        if (overflowed && events.size() >= limit) {
            return false;
        }
        Event last = events.peekLast();
        Event added = event;
        if (events.size() >= limit) {
            overflowed = true;
            added = new Event(-1, IN_Q_OVERFLOW, 0, null);
        } else if (last != null && last.mask != IN_IGNORED && event.repeats(last)) {
            return false;
        }
        events.addLast(added);
        bytes += added.size();
        return true;
    }

    /** Takes the first event if it fits. @return it, {@link #TOO_LARGE}, or null if there is none */
    synchronized @Nullable Event takeFitting(long room) {
        Event first = events.peekFirst();
        if (first == null) {
            return null;
        }
        if (first.size() > room) {
            return TOO_LARGE;
        }
        events.removeFirst();
        bytes -= first.size();
        if (first.mask == IN_Q_OVERFLOW) {
            overflowed = false;
        }
        return first;
    }

    synchronized boolean isEmpty() {
        return events.isEmpty();
    }

    /** @return the bytes of all */
    synchronized int bytes() {
        return bytes;
    }
}
