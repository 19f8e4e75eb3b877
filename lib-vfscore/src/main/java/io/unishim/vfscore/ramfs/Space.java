package io.unishim.vfscore.ramfs;

/**
 * What a file system in memory may take, and what is left of it. As in Linux (mm/shmem.c), an inode, and each further name of
 * one, takes 1,024 bytes of a room that extended attributes are taken from too; a limit of 0 is none.
 */
final class Space {
    /** Leaves a limit as it is. */
    static final long KEEP = -1;

    private static final long INODE = 1024;

    private long maxPages;
    private long usedPages;
    private long maxInodes;
    private long freeInodeBytes;

    Space(long pages, long inodes) {
        maxPages = pages;
        maxInodes = inodes;
        freeInodeBytes = inodes * INODE;
    }

    // Pages.

    /** Takes pages. @return how many of them there were */
    synchronized long takePages(long wanted) {
        long granted = maxPages == 0 ? wanted : Math.max(0, Math.min(wanted, maxPages - usedPages));
        usedPages += granted;
        return granted;
    }

    synchronized void givePages(long count) {
        usedPages -= count;
    }

    synchronized long pages() {
        return maxPages;
    }

    synchronized long freePages() {
        return maxPages == 0 ? 0 : maxPages - usedPages;
    }

    // Inodes.

    /** Takes an inode, or one more name of it. @return whether there was one */
    boolean takeInode() {
        return takeBytes(INODE);
    }

    void giveInode() {
        giveBytes(INODE);
    }

    synchronized boolean takeBytes(long bytes) {
        if (maxInodes != 0) {
            if (freeInodeBytes < bytes) {
                return false;
            }
            freeInodeBytes -= bytes;
        }
        return true;
    }

    synchronized void giveBytes(long bytes) {
        if (maxInodes != 0) {
            freeInodeBytes += bytes;
        }
    }

    synchronized long inodes() {
        return maxInodes;
    }

    synchronized long freeInodes() {
        return maxInodes == 0 ? 0 : freeInodeBytes / INODE;
    }

    /** Changes the limits. @return whether they leave room for what is in use; what has none cannot get one */
    synchronized boolean limit(long pages, long inodes) {
        long usedBytes = maxInodes * INODE - freeInodeBytes;
        if (pages > 0 && (maxPages == 0 || usedPages > pages)) {
            return false;
        }
        if (inodes > 0 && (maxInodes == 0 || inodes * INODE < usedBytes)) {
            return false;
        }
        if (pages != KEEP) {
            maxPages = pages;
        }
        if (inodes != KEEP) {
            maxInodes = inodes;
            freeInodeBytes = inodes * INODE - usedBytes;
        }
        return true;
    }
}
