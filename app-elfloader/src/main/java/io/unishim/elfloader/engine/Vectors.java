package io.unishim.elfloader.engine;

/**
 * The vector state of the processor.
 *
 * @param mask the components that {@code xsave} is to keep: bit 0 x87, 1 SSE, 2 AVX, 5 to 7 AVX-512, 17 and 18 AMX
 * @param size of the image that {@code xsave} writes, bytes
 * @param tellsInUse whether {@code xgetbv} with ecx = 1 tells which components are in use
 */
record Vectors(long mask, int size, boolean tellsInUse) {
    private static final long AVX = 1 << 2;
    private static final long PROTECTION_KEYS = 1 << 9;
    private static final long X87_SSE_AVX = 7;

    static Vectors ofComponents(long enabled, int size, boolean tellsInUse) {
        // Protection keys are the host's business: restoring them could lock Java out of its memory.
        return new Vectors(enabled & ~PROTECTION_KEYS, size, tellsInUse);
    }

    /** @return the components besides x87, SSE and AVX */
    long others() {
        return mask & ~X87_SSE_AVX;
    }

    boolean avx() {
        return (mask & AVX) != 0;
    }
}
