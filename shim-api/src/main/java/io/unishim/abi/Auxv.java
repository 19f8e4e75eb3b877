package io.unishim.abi;

/**
 * The vector that a program finds above its environment. See {@code getauxval(3)}. (The {@code AT_*} of
 * directories are in {@link Fcntl}.)
 */
public final class Auxv {
    // Types of entries

    /** The end. */
    public static final int AT_NULL = 0;
    /** Nothing. */
    public static final int AT_IGNORE = 1;
    /** The program's descriptor. */
    public static final int AT_EXECFD = 2;
    /** Its program headers. */
    public static final int AT_PHDR = 3;
    /** Bytes of one program header. */
    public static final int AT_PHENT = 4;
    /** How many program headers. */
    public static final int AT_PHNUM = 5;
    /** Bytes of a page. */
    public static final int AT_PAGESZ = 6;
    /** Where the interpreter lies. */
    public static final int AT_BASE = 7;
    /** Flags. */
    public static final int AT_FLAGS = 8;
    /** Where the program starts. */
    public static final int AT_ENTRY = 9;
    /** Not ELF. */
    public static final int AT_NOTELF = 10;
    /** Real user id. */
    public static final int AT_UID = 11;
    /** Effective user id. */
    public static final int AT_EUID = 12;
    /** Real group id. */
    public static final int AT_GID = 13;
    /** Effective group id. */
    public static final int AT_EGID = 14;
    /** A string: the platform. */
    public static final int AT_PLATFORM = 15;
    /** What the processor can do. */
    public static final int AT_HWCAP = 16;
    /** Ticks a second in times(2). */
    public static final int AT_CLKTCK = 17;
    /** Do not trust the environment. */
    public static final int AT_SECURE = 23;
    /** A string: the real platform. */
    public static final int AT_BASE_PLATFORM = 24;
    /** 16 random bytes. */
    public static final int AT_RANDOM = 25;
    /** More of what the processor can do. */
    public static final int AT_HWCAP2 = 26;
    /** Bytes of struct rseq that are used (Linux 6.3). */
    public static final int AT_RSEQ_FEATURE_SIZE = 27;
    /** Alignment of struct rseq (Linux 6.3). */
    public static final int AT_RSEQ_ALIGN = 28;
    /** More of what the processor can do (Linux 6.9). */
    public static final int AT_HWCAP3 = 29;
    /** More of what the processor can do (Linux 6.9). */
    public static final int AT_HWCAP4 = 30;
    /** A string: the program's file. */
    public static final int AT_EXECFN = 31;
    /** Where the vDSO lies. */
    public static final int AT_SYSINFO_EHDR = 33;
    /** Bytes a signal's frame needs. */
    public static final int AT_MINSIGSTKSZ = 51;

    private Auxv() {}
}
