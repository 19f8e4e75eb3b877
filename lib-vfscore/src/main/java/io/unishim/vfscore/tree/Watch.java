package io.unishim.vfscore.tree;

import org.jspecify.annotations.Nullable;

/** Somebody who wants to know what happens to an inode (the kernel's mark). */
public interface Watch {
    /**
     * Something happened to the inode, or to what a directory holds.
     *
     * @param mask IN_*: what, perhaps with IN_ISDIR
     * @param cookie what the two halves of a rename have in common, else 0
     * @param name in the directory, or null if it happened to the inode itself
     * @param unlinked whether it was done by an open file that has lost its name
     */
    void happened(int mask, int cookie, byte @Nullable [] name, boolean unlinked);

    /** The inode is no more, or cannot be reached any more: the last event. */
    void gone(int mask);
}
