package io.unishim.vfscore.epoll;

import static io.unishim.abi.Errnos.ELOOP;

import io.unishim.file.OpenFileDescription;
import io.unishim.struct.EpollEvent;
import io.unishim.task.Task;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the instances of a shim from watching each other in a circle, or so deep that a wake-up would take long. */
final class Nesting {
    /** How many instances may stand below one another (the kernel's EP_MAX_NESTS, with the outermost). */
    private static final int DEEPEST = 4;

    private final ReentrantLock lock = new ReentrantLock();

    /** The instances that watch others, to find those that watch a given one. */
    private final Map<EpollInstance, Boolean> outer = new WeakHashMap<>();

    Nesting() {}

    long add(Task task, EpollInstance instance, int fd, OpenFileDescription open, EpollEvent event) {
        if (!(open.file() instanceof EpollInstance inner)) {
            return instance.add(task, fd, open, event);
        }
        lock.lock();
        try {
            int below = depth(inner, instance, 0);
            if (below > DEEPEST || below + 1 + above(instance, 0) > DEEPEST) {
                return -ELOOP;
            }
            outer.put(instance, true);
            return instance.add(task, fd, open, event);
        } finally {
            lock.unlock();
        }
    }

    /** @return how many instances stand below one, more than {@link #DEEPEST} if {@code sought} is among them */
    private static int depth(EpollInstance from, EpollInstance sought, int level) {
        if (from == sought || level > DEEPEST) {
            return DEEPEST + 1;
        }
        int deepest = 0;
        for (EpollInstance inner : from.nested()) {
            deepest = Math.max(deepest, 1 + depth(inner, sought, level + 1));
        }
        return deepest;
    }

    private int above(EpollInstance instance, int level) {
        int highest = 0;
        for (EpollInstance each : outer.keySet()) {
            if (level <= DEEPEST && each.nested().contains(instance)) {
                highest = Math.max(highest, 1 + above(each, level + 1));
            }
        }
        return highest;
    }
}
