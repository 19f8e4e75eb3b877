package io.unishim.vfscore.ramfs;

import io.unishim.vfscore.tree.Spinlock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a file system in memory may take, and what is left of it. As in Linux (mm/shmem.c), an inode, and each further name of
 * one, takes 1,024 bytes of a room that extended attributes are taken from too; a limit of 0 is none.
 */
final class Space extends Spinlock {
    /** Leaves a limit as it is. */
    static final long KEEP = -1;

    private static final long INODE = 1024;

    private long maxPages;
    private long usedPages;
    private volatile long maxInodes;
    private final AtomicLong freeInodeBytes;

    Space(long pages, long inodes) {
        maxPages = pages;
        maxInodes = inodes;
        freeInodeBytes = new AtomicLong(inodes * INODE);
    }

    // Pages.

    /** Takes pages. @return how many of them there were */
    long takePages(long wanted) {
        lock();
        long granted = maxPages == 0 ? wanted : Math.max(0, Math.min(wanted, maxPages - usedPages));
        usedPages += granted;
        unlock();
        return granted;
    }

    void givePages(long count) {
        lock();
        usedPages -= count;
        unlock();
    }

    long pages() {
        lock();
        long pages = maxPages;
        unlock();
        return pages;
    }

    long freePages() {
        lock();
        long free = maxPages == 0 ? 0 : maxPages - usedPages;
        unlock();
        return free;
    }

    // Inodes.

    /** Takes an inode, or one more name of it. @return whether there was one */
    boolean takeInode() {
        return takeBytes(INODE);
    }

    void giveInode() {
        giveBytes(INODE);
    }

    boolean takeBytes(long bytes) {
        if (maxInodes == 0) {
            return true;
        }
        long left = freeInodeBytes.get();
        while (left >= bytes) {
            if (freeInodeBytes.compareAndSet(left, left - bytes)) {
                return true;
            }
            left = freeInodeBytes.get();
        }
        return false;
    }

    void giveBytes(long bytes) {
        if (maxInodes != 0) {
            freeInodeBytes.addAndGet(bytes);
        }
    }

    long inodes() {
        return maxInodes;
    }

    long freeInodes() {
        return maxInodes == 0 ? 0 : freeInodeBytes.get() / INODE;
    }

    /** Changes the limits. @return null, or why they cannot be had: what is in use needs more, or what has none cannot get one */
    @Nullable
    String limit(long pages, long inodes) {
        lock();
        try {
            return limitIfFits(pages, inodes);
        } finally {
            unlock();
        }
    }

    private @Nullable String limitIfFits(long pages, long inodes) {
        if (pages > 0 && maxPages == 0) {
            return "Cannot retroactively limit size";
        }
        if (pages > 0 && usedPages > pages) {
            return "Too small a size for current use";
        }
        if (inodes > 0 && maxInodes == 0) {
            return "Cannot retroactively limit inodes";
        }
        if (inodes > 0 && !moveInodes(inodes)) {
            return "Too few inodes for current use";
        }
        if (inodes == 0) {
            maxInodes = 0;
        }
        if (pages != KEEP) {
            maxPages = pages;
        }
        return null;
    }

    private boolean moveInodes(long inodes) {
        long more = (inodes - maxInodes) * INODE;
        if (more < 0 ? !takeBytes(-more) : freeInodeBytes.addAndGet(more) < 0) {
            return false;
        }
        maxInodes = inodes;
        return true;
    }
}
