package io.unishim.abi;

/** Flags of {@code getrandom(2)}. */
public final class Random {
    // Flags

    /** Fail with {@code EAGAIN} rather than wait. */
    public static final int GRND_NONBLOCK = 0x1;
    /** From {@code /dev/random}. */
    public static final int GRND_RANDOM = 0x2;
    /** Do not wait for the generator to be seeded. */
    public static final int GRND_INSECURE = 0x4;

    private Random() {}
}
