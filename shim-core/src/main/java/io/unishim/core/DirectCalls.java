package io.unishim.core;

import io.unishim.call.CallFamily;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What each family made of itself for the direct route. Asked by every method of the friendly view, so it is a table of
 * its own: found by identity, without a lock, replaced by a larger one when a family is asked for the first time.
 */
final class DirectCalls {
    private static final @Nullable Object[] EMPTY = new @Nullable Object[2];

    /** A family, then what it made, at even indexes; a power of two long, and never more than half full. */
    private volatile @Nullable Object[] entries = EMPTY;

    private int families;

    /** @return what the family made, or null if it was never asked for */
    @Nullable
    Object get(CallFamily<?> family) {
        @Nullable Object[] all = entries;
        int mask = all.length - 2;
        for (int i = System.identityHashCode(family) << 1 & mask; all[i] != null; i = i + 2 & mask) {
            if (all[i] == family) {
                return all[i + 1];
            }
        }
        return null;
    }

    /** @return what the family made; made now if it was never asked for */
    synchronized Object make(CallFamily<?> family, Function<CallFamily<?>, Object> maker) {
        Object found = get(family);
        if (found == null) {
            found = maker.apply(family);
            families++;
            @Nullable Object[] old = entries;
            @Nullable Object[] larger = families * 4 > old.length ? grown(old) : Arrays.copyOf(old, old.length);
            put(larger, family, found);
            entries = larger;
        }
        return found;
    }

    synchronized void clear() {
        families = 0;
        entries = EMPTY;
    }

    private static @Nullable Object[] grown(@Nullable Object[] old) {
        @Nullable Object[] larger = new @Nullable Object[old.length * 4];
        for (int i = 0; i < old.length; i += 2) {
            Object family = old[i];
            Object made = old[i + 1];
            if (family != null && made != null) {
                put(larger, family, made);
            }
        }
        return larger;
    }

    private static void put(@Nullable Object[] all, Object family, Object made) {
        int mask = all.length - 2;
        int i = System.identityHashCode(family) << 1 & mask;
        while (all[i] != null) {
            i = i + 2 & mask;
        }
        all[i] = family;
        all[i + 1] = made;
    }
}
