package io.unishim.net;

import io.unishim.memory.UserBuffer;

/** How many bytes one call moves at most. */
final class Lengths {
    /** The kernel's MAX_RW_COUNT. */
    private static final long MOST = 0x7fff_f000L;

    private Lengths() {}

    /** @return the length of a buffer, an unsigned number, or what one call moves if that is less (the kernel's import_ubuf) */
    static long of(UserBuffer buffer) {
        long length = buffer.length();
        return length < 0 ? MOST : Math.min(length, MOST);
    }
}
