package io.unishim.mmap;

/** Arithmetic with addresses and pages. */
final class Pages {
    static final long SIZE = 4096;

    /** The end of a program's addresses on x86-64 with four levels of page tables. */
    static final long TASK_SIZE = 0x7fff_ffff_f000L;

    private Pages() {}

    static boolean aligned(long address) {
        return (address & SIZE - 1) == 0;
    }

    /** @return the next multiple of a page; 0 if that is past 2^64 */
    static long up(long length) {
        return length + SIZE - 1 & -SIZE;
    }

    static long down(long address) {
        return address & -SIZE;
    }

    /** @return whether a range that may be absurd lies among a program's addresses */
    static boolean inTask(long address, long length) {
        return length >= 0 && length <= TASK_SIZE && address >= 0 && address <= TASK_SIZE - length;
    }
}
