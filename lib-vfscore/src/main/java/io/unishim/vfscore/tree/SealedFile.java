package io.unishim.vfscore.tree;

/** An inode that can be sealed (man 2 memfd_create). */
public interface SealedFile {
    /** @return F_SEAL_* */
    int seals();

    /** Adds seals. @return 0, {@code -EPERM} if F_SEAL_SEAL is set, or {@code -EBUSY} for F_SEAL_WRITE while mappings may write */
    long addSeals(int more);
}
