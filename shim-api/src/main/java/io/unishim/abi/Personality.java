package io.unishim.abi;

/** Execution domains and their flags. See {@code personality(2)}. */
public final class Personality {
    // Domain

    /** Linux. */
    public static final int PER_LINUX = 0x0;
    /** Linux, 32 bits: what {@code setarch i686} sets. */
    public static final int PER_LINUX32 = 0x8;
    /** The bits that hold the domain. */
    public static final int PER_MASK = 0xff;

    // Flags

    /** uname says 2.6. */
    public static final int UNAME26 = 0x20000;
    /** No address space randomization. */
    public static final int ADDR_NO_RANDOMIZE = 0x40000;
    /** Function pointers are descriptors. */
    public static final int FDPIC_FUNCPTRS = 0x80000;
    /** A page at address 0. */
    public static final int MMAP_PAGE_ZERO = 0x100000;
    /** The old layout of memory. */
    public static final int ADDR_COMPAT_LAYOUT = 0x200000;
    /** What can be read can be executed. */
    public static final int READ_IMPLIES_EXEC = 0x400000;
    /** 32-bit addresses. */
    public static final int ADDR_LIMIT_32BIT = 0x800000;
    /** No effect. */
    public static final int SHORT_INODE = 0x1000000;
    /** No effect. */
    public static final int WHOLE_SECONDS = 0x2000000;
    /** select leaves the time-out alone. */
    public static final int STICKY_TIMEOUTS = 0x4000000;
    /** 3 GiB of addresses. */
    public static final int ADDR_LIMIT_3GB = 0x8000000;

    private Personality() {}
}
