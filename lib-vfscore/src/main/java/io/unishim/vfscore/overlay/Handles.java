package io.unishim.vfscore.overlay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Handles of an overlay's inodes, which are kept for as long as they have a name or are open: a handle of one finds it again. */
final class Handles {
    private static final int SIZE = 12;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** Tells handles of this file system from those of another. */
    private final int generation;

    private final Map<OverlayInode, Long> numbers = new HashMap<>();
    private final Map<Long, OverlayInode> inodes = new HashMap<>();
    private final Set<OverlayInode> nameless = new HashSet<>();
    private long last;

    Handles(long device) {
        generation = (int) ((device + 1) * SPREAD >>> Integer.SIZE);
    }

    synchronized byte[] of(OverlayInode inode) {
        nameless.removeIf(this::forgetUnused);
        Long number = numbers.get(inode);
        if (number == null) {
            number = ++last;
            numbers.put(inode, number);
            inodes.put(number, inode);
        }
        byte[] bytes = new byte[SIZE];
        ByteBuffer unused = ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(generation)
                .putLong(number);
        return bytes;
    }

    synchronized @Nullable OverlayInode find(byte[] handle) {
        ByteBuffer words = ByteBuffer.wrap(handle).order(ByteOrder.LITTLE_ENDIAN);
        OverlayInode found =
                handle.length < SIZE || words.getInt(0) != generation ? null : inodes.get(words.getLong(4));
        return found == null || nameless.contains(found) && forgetUnused(found) ? null : found;
    }

    /** An inode has lost its last name: who has it open may still have it found. */
    synchronized void nameless(OverlayInode inode) {
        if (numbers.containsKey(inode) && !forgetUnused(inode)) {
            nameless.add(inode);
        }
    }

    private boolean forgetUnused(OverlayInode inode) {
        if (inode.inUse()) {
            return false;
        }
        Long number = numbers.remove(inode);
        if (number != null) {
            inodes.remove(number);
        }
        return true;
    }
}
