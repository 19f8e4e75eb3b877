package io.unishim.abi;

/**
 * Memory: the constants of {@code sys/mman.h}.
 *
 * <p>See {@code mmap(2)}, {@code mprotect(2)}, {@code mremap(2)}, {@code msync(2)}, {@code madvise(2)},
 * {@code mlock(2)}, {@code memfd_create(2)}, {@code pkey_alloc(2)} and {@code mbind(2)}.
 */
public final class Mman {
    // mmap(2), mprotect(2): protection

    /** No access. */
    public static final int PROT_NONE = 0x0;
    /** Readable. */
    public static final int PROT_READ = 0x1;
    /** Writable. */
    public static final int PROT_WRITE = 0x2;
    /** Executable. */
    public static final int PROT_EXEC = 0x4;
    /** Good for atomic operations; no effect. */
    public static final int PROT_SEM = 0x8;
    /** mprotect: extend to the start of a mapping that grows down. */
    public static final int PROT_GROWSDOWN = 0x1000000;
    /** mprotect: extend to the end of a mapping that grows up. */
    public static final int PROT_GROWSUP = 0x2000000;

    // mmap(2): flags

    /** Writes are seen by others and reach the file. */
    public static final int MAP_SHARED = 0x1;
    /** Writes are seen by this process alone. */
    public static final int MAP_PRIVATE = 0x2;
    /** {@link #MAP_SHARED}, and unknown flags fail with {@code EOPNOTSUPP}. */
    public static final int MAP_SHARED_VALIDATE = 0x3;
    /** The kernel may drop the pages, which then read as zeros (Linux 6.11). */
    public static final int MAP_DROPPABLE = 0x8;
    /** The bits that hold the kind of mapping. */
    public static final int MAP_TYPE = 0xf;
    /** Exactly there, in place of what is there. */
    public static final int MAP_FIXED = 0x10;
    /** No file: zeros. */
    public static final int MAP_ANONYMOUS = 0x20;
    /** Below 2 GiB. */
    public static final int MAP_32BIT = 0x40;
    /** Above 4 GiB (Linux 6.6). */
    public static final int MAP_ABOVE4G = 0x80;
    /** Grows down when touched below, as stacks do. */
    public static final int MAP_GROWSDOWN = 0x100;
    /** Ignored. */
    public static final int MAP_DENYWRITE = 0x800;
    /** Ignored. */
    public static final int MAP_EXECUTABLE = 0x1000;
    /** Lock the pages. */
    public static final int MAP_LOCKED = 0x2000;
    /** Reserve no swap. */
    public static final int MAP_NORESERVE = 0x4000;
    /** Fault the pages in at once. */
    public static final int MAP_POPULATE = 0x8000;
    /** With {@link #MAP_POPULATE}: do not. */
    public static final int MAP_NONBLOCK = 0x10000;
    /** For stacks; no effect. */
    public static final int MAP_STACK = 0x20000;
    /** Huge pages. */
    public static final int MAP_HUGETLB = 0x40000;
    /** With {@link #MAP_SHARED_VALIDATE} and DAX: metadata reaches the medium with the data. */
    public static final int MAP_SYNC = 0x80000;
    /** Exactly there, or {@code EEXIST}. */
    public static final int MAP_FIXED_NOREPLACE = 0x100000;
    /** Not cleared; kernels without a memory unit only. */
    public static final int MAP_UNINITIALIZED = 0x4000000;
    /** Where the size of huge pages (its logarithm) begins in the flags. */
    public static final int MAP_HUGE_SHIFT = 26;
    /** The width of that size. */
    public static final int MAP_HUGE_MASK = 0x3f;
    /** Huge pages of 2 MiB. */
    public static final int MAP_HUGE_2MB = 0x54000000;
    /** Huge pages of 1 GiB. */
    public static final int MAP_HUGE_1GB = 0x78000000;

    // mremap(2)

    /** The mapping may move. */
    public static final int MREMAP_MAYMOVE = 0x1;
    /** It moves exactly there, in place of what is there. */
    public static final int MREMAP_FIXED = 0x2;
    /** The old place stays mapped, empty. */
    public static final int MREMAP_DONTUNMAP = 0x4;

    // msync(2)

    /** Write some time. */
    public static final int MS_ASYNC = 0x1;
    /** Other mappings are to see the file's contents. */
    public static final int MS_INVALIDATE = 0x2;
    /** Write and wait. */
    public static final int MS_SYNC = 0x4;

    // madvise(2)

    /** Nothing known. */
    public static final int MADV_NORMAL = 0;
    /** Random order. */
    public static final int MADV_RANDOM = 1;
    /** In order. */
    public static final int MADV_SEQUENTIAL = 2;
    /** Needed soon. */
    public static final int MADV_WILLNEED = 3;
    /** Drop the contents now. */
    public static final int MADV_DONTNEED = 4;
    /** Drop the contents when memory is short. */
    public static final int MADV_FREE = 8;
    /** Punch a hole in the file. */
    public static final int MADV_REMOVE = 9;
    /** Children do not inherit it. */
    public static final int MADV_DONTFORK = 10;
    /** Undo {@link #MADV_DONTFORK}. */
    public static final int MADV_DOFORK = 11;
    /** Equal pages may be merged. */
    public static final int MADV_MERGEABLE = 12;
    /** Undo {@link #MADV_MERGEABLE}. */
    public static final int MADV_UNMERGEABLE = 13;
    /** Huge pages wanted. */
    public static final int MADV_HUGEPAGE = 14;
    /** No huge pages. */
    public static final int MADV_NOHUGEPAGE = 15;
    /** Leave it out of core dumps. */
    public static final int MADV_DONTDUMP = 16;
    /** Undo {@link #MADV_DONTDUMP}. */
    public static final int MADV_DODUMP = 17;
    /** Children get zeros. */
    public static final int MADV_WIPEONFORK = 18;
    /** Undo {@link #MADV_WIPEONFORK}. */
    public static final int MADV_KEEPONFORK = 19;
    /** Not needed soon. */
    public static final int MADV_COLD = 20;
    /** Write it out now. */
    public static final int MADV_PAGEOUT = 21;
    /** Fault the pages in for reading. */
    public static final int MADV_POPULATE_READ = 22;
    /** Fault the pages in for writing. */
    public static final int MADV_POPULATE_WRITE = 23;
    /** {@link #MADV_DONTNEED}, locked pages included. */
    public static final int MADV_DONTNEED_LOCKED = 24;
    /** Make huge pages now. */
    public static final int MADV_COLLAPSE = 25;
    /** Treat the page as broken; for tests. */
    public static final int MADV_HWPOISON = 100;
    /** Take the page out of use; for tests. */
    public static final int MADV_SOFT_OFFLINE = 101;
    /** Touching it is a fault (Linux 6.13). */
    public static final int MADV_GUARD_INSTALL = 102;
    /** Undo {@link #MADV_GUARD_INSTALL} (Linux 6.13). */
    public static final int MADV_GUARD_REMOVE = 103;

    // mlock2(2), mlockall(2)

    /** mlock2: lock pages as they are touched. */
    public static final int MLOCK_ONFAULT = 0x1;
    /** What is mapped now. */
    public static final int MCL_CURRENT = 0x1;
    /** What will be mapped. */
    public static final int MCL_FUTURE = 0x2;
    /** Lock pages as they are touched. */
    public static final int MCL_ONFAULT = 0x4;

    // memfd_create(2)

    /** Close on exec. */
    public static final int MFD_CLOEXEC = 0x1;
    /** Seals may be added. */
    public static final int MFD_ALLOW_SEALING = 0x2;
    /** Huge pages. */
    public static final int MFD_HUGETLB = 0x4;
    /** Not executable, and sealed so (Linux 6.3). */
    public static final int MFD_NOEXEC_SEAL = 0x8;
    /** Executable (Linux 6.3). */
    public static final int MFD_EXEC = 0x10;

    // pkey_alloc(2)

    /** No access. */
    public static final int PKEY_DISABLE_ACCESS = 0x1;
    /** No writing. */
    public static final int PKEY_DISABLE_WRITE = 0x2;

    // set_mempolicy(2), mbind(2), get_mempolicy(2)

    /** The default. */
    public static final int MPOL_DEFAULT = 0;
    /** Prefer a node. */
    public static final int MPOL_PREFERRED = 1;
    /** Only these nodes. */
    public static final int MPOL_BIND = 2;
    /** Turn and turn about. */
    public static final int MPOL_INTERLEAVE = 3;
    /** Where the thread runs. */
    public static final int MPOL_LOCAL = 4;
    /** Prefer these nodes. */
    public static final int MPOL_PREFERRED_MANY = 5;
    /** get_mempolicy: which node. */
    public static final int MPOL_F_NODE = 1;
    /** get_mempolicy: of that address. */
    public static final int MPOL_F_ADDR = 2;
    /** get_mempolicy: which nodes are allowed. */
    public static final int MPOL_F_MEMS_ALLOWED = 4;

    private Mman() {}
}
