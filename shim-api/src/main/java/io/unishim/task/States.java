package io.unishim.task;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What libraries hang on a task or a process: reads without a lock, writes seldom. */
abstract class States {
    private volatile @Nullable Object[] states = new Object[16];

    /**
     * What was put under a key.
     *
     * @return the state
     * @throws IllegalStateException if nothing was put: its library is not part of the shim
     */
    public final <T> T state(StateKey<T> key) {
        T found = stateOrNull(key);
        if (found == null) {
            throw new IllegalStateException("no " + key + " here: the library that owns it is not part of this shim");
        }
        return found;
    }

    /** What was put under a key, or null. */
    @SuppressWarnings("unchecked") // put() took a T under this key
    public final <T> @Nullable T stateOrNull(StateKey<T> key) {
        @Nullable Object[] all = states;
        int index = key.index();
        return index < all.length ? (T) all[index] : null;
    }

    /** Puts a state, or takes it away with null. Visible to other threads that have seen a later action of this one. */
    public final synchronized <T> void put(StateKey<T> key, @Nullable T state) {
        @Nullable Object[] all = states;
        all = Arrays.copyOf(all, Math.max(all.length, key.index() + 1));
        all[key.index()] = state;
        states = all;
    }
}
