package io.unishim.task;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a library knows about a task or a process, found by one array load. Make one per kind of state, in a static final
 * field.
 *
 * @param <T> the state's type
 */
@SuppressWarnings("UnusedTypeParameter") // what a key leads to has its type
public final class StateKey<T> {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name;
    private final int index = NEXT.getAndIncrement();

    private StateKey(String name) {
        this.name = name;
    }

    /**
     * Makes a key.
     *
     * @param name for messages
     * @return a key that differs from every other
     */
    public static <T> StateKey<T> of(String name) {
        return new StateKey<>(name);
    }

    int index() {
        return index;
    }

    @Override
    public String toString() {
        return name;
    }
}
