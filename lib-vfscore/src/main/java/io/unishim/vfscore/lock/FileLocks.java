package io.unishim.vfscore.lock;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EDEADLK;

import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Inode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The locks of one file. Those of {@code fcntl(2)} and of {@code flock(2)} do not see each other. */
public final class FileLocks {
    /** One of the two kinds. */
    public enum Kind {
        /** {@code fcntl(2)}: ranges, for a process or an open file description. */
        RANGE,
        /** {@code flock(2)}: the whole file, for an open file description. */
        WHOLE
    }

    private final WaitQueue waiting = new WaitQueue();
    private List<LockedRange> ranges = List.of();
    private List<LockedRange> wholes = List.of();

    /** Makes the locks of an object without a name, which nobody else finds. */
    public FileLocks() {}

    /** @return the locks of a file, made when first asked for */
    public static FileLocks of(Inode inode) {
        FileLocks found = ofOrNull(inode);
        if (found != null) {
            return found;
        }
        inode.lock();
        try {
            found = ofOrNull(inode);
            if (found == null) {
                found = new FileLocks();
                inode.attachments().locks(found);
            }
            return found;
        } finally {
            inode.unlock();
        }
    }

    /** @return the locks of a file, or null if there never were any */
    public static @Nullable FileLocks ofOrNull(Inode inode) {
        Attachments attached = inode.attachmentsOrNull();
        return attached == null ? null : (FileLocks) attached.locks();
    }

    private List<LockedRange> of(Kind kind) {
        return kind == Kind.RANGE ? ranges : wholes;
    }

    /** @return a lock of somebody else that is in the way of the wanted one, or null */
    public synchronized @Nullable LockedRange conflict(Kind kind, LockedRange wanted) {
        for (LockedRange each : of(kind)) {
            if (each.conflicts(wanted.owner(), wanted.exclusive(), wanted.first(), wanted.last())) {
                return each;
            }
        }
        return null;
    }

    /** @return a lock of the same owner that overlaps a range, or null */
    public synchronized @Nullable LockedRange own(Kind kind, LockedRange range) {
        for (LockedRange each : of(kind)) {
            if (each.owner() == range.owner() && each.first() <= range.last() && range.first() <= each.last()) {
                return each;
            }
        }
        return null;
    }

    /**
     * Takes a lock, in the place of what its owner had there.
     *
     * @param wait whether to wait for others to give theirs up
     * @param deadlocks the waiters of the shim, if it is to be found out whether waiting would never end; else null
     * @return 0; {@code -EAGAIN}; {@code -EDEADLK}; {@code -ERESTARTSYS}
     */
    public long lock(Task task, Kind kind, LockedRange wanted, boolean wait, @Nullable LockWaiters deadlocks) {
        if (kind == Kind.WHOLE) {
            // A conversion is not atomic: the old lock is given up first (man 2 flock).
            unlock(kind, wanted.owner(), wanted.first(), wanted.last());
        }
        if (tryLock(kind, wanted) == null) {
            return 0;
        }
        return wait ? await(task, kind, wanted, deadlocks) : -EAGAIN;
    }

    private long await(Task task, Kind kind, LockedRange wanted, @Nullable LockWaiters deadlocks) {
        Waiter waiter = task.waiter();
        waiting.add(waiter);
        try {
            for (LockedRange held = tryLock(kind, wanted); held != null; held = tryLock(kind, wanted)) {
                if (deadlocks != null && !deadlocks.waits(wanted.owner(), held.owner())) {
                    return -EDEADLK;
                }
                int why = waiter.await(Waiter.FOREVER);
                if (why != 0) {
                    return why;
                }
            }
            return 0;
        } finally {
            waiting.remove(waiter);
            if (deadlocks != null) {
                deadlocks.waitsNoMore(wanted.owner());
            }
        }
    }

    private @Nullable LockedRange tryLock(Kind kind, LockedRange wanted) {
        boolean gaveUp;
        synchronized (this) {
            LockedRange held = conflict(kind, wanted);
            if (held != null) {
                return held;
            }
            int place = place(kind, wanted.owner());
            List<LockedRange> changed = without(kind, wanted.owner(), wanted.first(), wanted.last());
            gaveUp = !wanted.exclusive();
            join(changed, wanted, place);
            store(kind, changed);
        }
        if (gaveUp) {
            waiting.wakeAll(0); // others may share now what was exclusive
        }
        return null;
    }

    /** @return where an owner's ranges begin: as in Linux the one who came first is the one whom {@link #conflict} names */
    private int place(Kind kind, Object owner) {
        List<LockedRange> all = of(kind);
        int at = 0;
        while (at < all.size() && all.get(at).owner() != owner) {
            at++;
        }
        return at;
    }

    /** Adds a range, together with those of the same owner and kind that touch it, to the owner's, of which the first is at a place. */
    private static void join(List<LockedRange> all, LockedRange added, int place) {
        LockedRange grown = added;
        for (int i = all.size() - 1; i >= 0; i--) {
            LockedRange each = all.get(i);
            boolean touches = each.first() <= grown.last() + (grown.last() == Long.MAX_VALUE ? 0 : 1)
                    && grown.first() <= each.last() + (each.last() == Long.MAX_VALUE ? 0 : 1);
            if (each.owner() == grown.owner() && each.exclusive() == grown.exclusive() && touches) {
                grown = grown.cut(Math.min(each.first(), grown.first()), Math.max(each.last(), grown.last()));
                all.remove(i);
            }
        }
        int at = place;
        while (at < all.size()
                && all.get(at).owner() == grown.owner()
                && all.get(at).first() <= grown.first()) {
            at++;
        }
        all.add(at, grown);
    }

    private List<LockedRange> without(Kind kind, Object owner, long first, long last) {
        List<LockedRange> kept = new ArrayList<>();
        for (LockedRange each : of(kind)) {
            if (each.owner() != owner || !each.overlaps(first, last)) {
                kept.add(each);
                continue;
            }
            if (each.first() < first) {
                kept.add(each.cut(each.first(), first - 1));
            }
            if (each.last() > last) {
                kept.add(each.cut(last + 1, each.last()));
            }
        }
        return kept;
    }

    private void store(Kind kind, List<LockedRange> changed) {
        if (kind == Kind.RANGE) {
            ranges = changed;
        } else {
            wholes = changed;
        }
    }

    /** Gives up what an owner has locked in a range. */
    public void unlock(Kind kind, Object owner, long first, long last) {
        synchronized (this) {
            if (of(kind).isEmpty()) {
                return;
            }
            store(kind, without(kind, owner, first, last));
        }
        waiting.wakeAll(0);
    }

    /** @return the locks of a kind, for {@code /proc/locks} */
    public synchronized List<LockedRange> held(Kind kind) {
        return List.copyOf(of(kind));
    }
}
