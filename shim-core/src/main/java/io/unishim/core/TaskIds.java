package io.unishim.core;

import java.util.HashSet;
import java.util.Set;

/** The numbers of processes and tasks: ascending, and at their end over again past those that are in use (man 5 proc). */
final class TaskIds {
    /** One more than the greatest id, as {@code /proc/sys/kernel/pid_max} has it on 64-bit Linux. */
    static final int PID_MAX = 4_194_304;

    /** Where Linux begins again: the first ids belong to what was started at boot. */
    private static final int AFTER_WRAP = 300;

    private final int max;
    private final Set<Integer> used = new HashSet<>();
    private int last;
    private long made;

    TaskIds() {
        this(PID_MAX);
    }

    TaskIds(int max) {
        this.max = max;
    }

    /** @return an id, 1 or more, or -1 if all are in use */
    synchronized int allocate() {
        for (int tries = 0; tries < max; tries++) {
            last = last + 1 < max ? last + 1 : Math.min(AFTER_WRAP, max - 1);
            if (used.add(last)) {
                made++;
                return last;
            }
        }
        return -1;
    }

    /** @return that id, or -1 if it is in use */
    synchronized int take(int id) {
        if (id >= max || !used.add(id)) {
            return -1;
        }
        made++;
        return id;
    }

    /** @return how many were given away */
    synchronized long made() {
        return made;
    }

    synchronized void release(int id) {
        used.remove(id);
    }
}
