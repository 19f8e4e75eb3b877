package io.unishim.vfscore.lock;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for whose lock, over all files of a shim: finds circles (man 2 fcntl, EDEADLK). */
public final class LockWaiters {
    private static final int MOST_STEPS = 10; // the kernel's MAX_DEADLK_ITERATIONS

    private final Map<Object, Object> waitsFor = new HashMap<>();

    /** Creates it with nobody waiting. */
    public LockWaiters() {}

    /** Says that an owner waits for another. @return whether that is no circle; if it is, nothing changes */
    public synchronized boolean waits(Object owner, Object holder) {
        @Nullable Object at = holder;
        for (int i = 0; i < MOST_STEPS && at != null; i++) {
            if (at == owner) {
                return false;
            }
            at = waitsFor.get(at);
        }
        waitsFor.put(owner, holder);
        return true;
    }

    /** Says that an owner waits no more. */
    public synchronized void waitsNoMore(Object owner) {
        waitsFor.remove(owner);
    }
}
