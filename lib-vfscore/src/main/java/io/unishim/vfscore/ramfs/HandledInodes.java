package io.unishim.vfscore.ramfs;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The inodes that somebody made a handle of, by number. It keeps none of them. */
final class HandledInodes {
    private static final class Handled extends WeakReference<RamInode> {
        private final long number;

        Handled(RamInode inode, ReferenceQueue<RamInode> gone) {
            super(inode, gone);
            this.number = inode.number();
        }
    }

    private final Map<Long, Handled> all = new ConcurrentHashMap<>();
    private final ReferenceQueue<RamInode> gone = new ReferenceQueue<>();

    void add(RamInode inode) {
        for (Object each = gone.poll(); each != null; each = gone.poll()) {
            Handled handled = (Handled) each;
            all.remove(handled.number, handled);
        }
        if (get(inode.number()) == null) {
            all.put(inode.number(), new Handled(inode, gone));
        }
    }

    @Nullable
    RamInode get(long number) {
        Handled found = all.get(number);
        return found == null ? null : found.get();
    }

    void remove(long number) {
        all.remove(number);
    }
}
