package io.unishim.vfscore.tree;

/** A name of an inode, as {@code getcwd(2)} and {@code /proc/PID/fd} show it. A snapshot may be out of date at once. */
public interface Link {
    /** @return the directory that holds the name, or held it */
    Inode parent();

    /** @return the name; not to be changed */
    byte[] name();

    /** @return whether the name was removed */
    boolean removed();

    /**
     * Tells whether the names that are there lead up past an inode. Where a host has moved them meanwhile they may lead round in
     * a circle; that ends.
     *
     * @return whether {@code inode} is {@code top} or lies below it
     */
    static boolean leads(Inode inode, Inode top) {
        Inode at = inode;
        Inode mark = inode;
        int steps = 0;
        int next = 2;
        while (at != top) {
            Link link = at.link();
            if (link == null || link.removed()) {
                return false;
            }
            at = link.parent();
            if (at == mark) {
                return false; // a mark was not the top
            }
            if (++steps == next) {
                mark = at;
                next *= 2;
            }
        }
        return true;
    }
}
