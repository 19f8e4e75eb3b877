package io.unishim.vfscore.overlay;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Handles of an overlay's inodes. Who has a name is kept for its handle, for the overlay would make another object of what it
 * reads below; who has none is found for as long as it is in use.
 */
final class Handles {
    private static final int SIZE = 12;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private static final class Handled extends WeakReference<OverlayInode> {
        private final long number;

        /** The same inode while it has a name. */
        @SuppressWarnings("UnusedVariable") // it keeps the inode from being collected
        private @Nullable OverlayInode named;

        Handled(OverlayInode inode, long number, ReferenceQueue<OverlayInode> gone) {
            super(inode, gone);
            this.number = number;
        }
    }

    /** Tells handles of this file system from those of another. */
    private final int generation;

    private final Map<OverlayInode, Handled> known = new WeakHashMap<>();
    private final Map<Long, Handled> byNumber = new HashMap<>();
    private final ReferenceQueue<OverlayInode> gone = new ReferenceQueue<>();
    private long last;

    Handles(long device) {
        generation = (int) ((device + 1) * SPREAD >>> Integer.SIZE);
    }

    synchronized byte[] of(OverlayInode inode) {
        for (Object each = gone.poll(); each != null; each = gone.poll()) {
            byNumber.remove(((Handled) each).number);
        }
        Handled handled = known.get(inode);
        if (handled == null) {
            handled = new Handled(inode, ++last, gone);
            known.put(inode, handled);
            byNumber.put(handled.number, handled);
        }
        handled.named = inode.isNameless() ? null : inode;
        byte[] bytes = new byte[SIZE];
        ByteBuffer unused = ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(generation)
                .putLong(handled.number);
        return bytes;
    }

    /** @return the inode, {@linkplain OverlayInode#keep kept}; null if it is no more */
    @Nullable
    OverlayInode find(byte[] handle) {
        OverlayInode found = known(handle);
        return found != null && found.keepIfThere() ? found : null;
    }

    private synchronized @Nullable OverlayInode known(byte[] handle) {
        ByteBuffer words = ByteBuffer.wrap(handle).order(ByteOrder.LITTLE_ENDIAN);
        Handled found = handle.length < SIZE || words.getInt(0) != generation ? null : byNumber.get(words.getLong(4));
        return found == null ? null : found.get();
    }

    /** An inode has no name any more. */
    synchronized void nameless(OverlayInode inode) {
        Handled handled = known.get(inode);
        if (handled != null) {
            handled.named = null;
        }
    }
}
