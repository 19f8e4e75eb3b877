package io.unishim.vfscore.tree;

/** An inode that can be sealed (man 2 memfd_create). */
public interface SealedFile {
    /** @return F_SEAL_* */
    int seals();

    /** Adds seals. @return 0, or {@code -EPERM} if F_SEAL_SEAL is set */
    long addSeals(int more);
}
