package io.unishim.host;

/**
 * The host's system calls, raw: the number on the host's architecture, up to six longs, and a value or a negative errno
 * back. Nothing is checked and nothing translated: an address must be one of the JVM's own ({@link
 * io.unishim.memory.OffHeap#address()}) or of a program's memory. Whoever passes the address of a block keeps the block
 * reachable until the call is over, by using it afterwards or by {@link java.lang.ref.Reference#reachabilityFence}.
 */
public final class HostCalls {
    static {
        HostCode.get();
    }

    private HostCalls() {}

    private static native long raw(long number, long a0, long a1, long a2, long a3, long a4, long a5);

    /**
     * Makes a system call of the host. It may block; the thread counts as in native code meanwhile.
     *
     * @param number on x86-64
     * @return what the kernel answers: a value, or -4095 to -1 for an errno
     */
    public static long call(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        return raw(number, a0, a1, a2, a3, a4, a5);
    }

    /** As {@link #call(int, long, long, long, long, long, long)} with three arguments; the others are 0. */
    public static long call(int number, long a0, long a1, long a2) {
        return raw(number, a0, a1, a2, 0, 0, 0);
    }

    /** As {@link #call(int, long, long, long, long, long, long)} with four arguments; the others are 0. */
    public static long call(int number, long a0, long a1, long a2, long a3) {
        return raw(number, a0, a1, a2, a3, 0, 0);
    }
}
