package io.unishim.abi;

/**
 * Types of directory entries, {@code d_type} in {@code getdents64(2)}. Each is the {@code S_IFMT} of
 * {@link StatModes} shifted down by 12 bits.
 */
public final class Dirents {
    // Types

    /** Not known: ask stat. */
    public static final int DT_UNKNOWN = 0;
    /** FIFO or pipe. */
    public static final int DT_FIFO = 1;
    /** Character device. */
    public static final int DT_CHR = 2;
    /** Directory. */
    public static final int DT_DIR = 4;
    /** Block device. */
    public static final int DT_BLK = 6;
    /** Regular file. */
    public static final int DT_REG = 8;
    /** Symbolic link. */
    public static final int DT_LNK = 10;
    /** Socket. */
    public static final int DT_SOCK = 12;
    /** Whiteout of an overlay. */
    public static final int DT_WHT = 14;

    private Dirents() {}
}
