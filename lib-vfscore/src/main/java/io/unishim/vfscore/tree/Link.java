package io.unishim.vfscore.tree;

/** A name of an inode, as {@code getcwd(2)} and {@code /proc/PID/fd} show it. A snapshot may be out of date at once. */
public interface Link {
    /** @return the directory that holds the name, or held it */
    Inode parent();

    /** @return the name; not to be changed */
    byte[] name();

    /** @return whether the name was removed */
    boolean removed();
}
