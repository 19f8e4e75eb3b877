package io.unishim.vfscore.tree;

/** What takes a directory's entries, one after the other, until it is full. */
public interface DirectorySink {
    /**
     * Takes an entry.
     *
     * @param name its bytes; not kept
     * @param inode its number
     * @param type S_IFREG and its kin, or 0 if it is not known
     * @param next the position of the entry that comes after it, more than 0
     * @return whether it was taken; if not, stop: the entry will be asked for again
     */
    boolean add(byte[] name, long inode, int type, long next);
}
