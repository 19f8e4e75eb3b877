package io.unishim.vfscore.inotify;

import java.util.HashMap;
import java.util.Map;

/** How much a user may have, as {@code /proc/sys/fs/inotify} says on Linux. */
final class Limits {
    /** Events that wait in one instance (max_queued_events). */
    static final int EVENTS = 16_384;

    private static final int INSTANCES = 128;
    private static final int WATCHES = 1 << 20;

    private final Map<Integer, int[]> used = new HashMap<>();

    /** @return whether there was one left */
    synchronized boolean takeInstance(int uid) {
        int[] of = used.computeIfAbsent(uid, unused -> new int[2]);
        return of[0] < INSTANCES && ++of[0] > 0;
    }

    synchronized void giveInstance(int uid) {
        int[] of = used.get(uid);
        if (of != null) {
            of[0]--;
        }
    }

    /** @return whether there was one left */
    synchronized boolean takeWatch(int uid) {
        int[] of = used.computeIfAbsent(uid, unused -> new int[2]);
        return of[1] < WATCHES && ++of[1] > 0;
    }

    synchronized void giveWatch(int uid) {
        int[] of = used.get(uid);
        if (of != null) {
            of[1]--;
        }
    }
}
