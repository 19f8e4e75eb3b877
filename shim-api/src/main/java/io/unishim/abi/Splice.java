package io.unishim.abi;

/** Flags of {@code splice(2)}, {@code tee(2)} and {@code vmsplice(2)}. */
public final class Splice {
    // Flags

    /** Move pages rather than copy; no effect today. */
    public static final int SPLICE_F_MOVE = 0x1;
    /** Do not wait for the pipe. */
    public static final int SPLICE_F_NONBLOCK = 0x2;
    /** More data follows; a hint for sockets. */
    public static final int SPLICE_F_MORE = 0x4;
    /** vmsplice: the pages are given away. */
    public static final int SPLICE_F_GIFT = 0x8;

    private Splice() {}
}
