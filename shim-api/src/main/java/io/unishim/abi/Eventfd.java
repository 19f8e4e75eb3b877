package io.unishim.abi;

/** Flags of {@code eventfd(2)}. */
public final class Eventfd {
    // Flags

    /** Reading takes one, not all. */
    public static final int EFD_SEMAPHORE = 01;
    /** Do not wait. */
    public static final int EFD_NONBLOCK = 04000;
    /** Close on exec. */
    public static final int EFD_CLOEXEC = 02000000;

    private Eventfd() {}
}
