package io.unishim.abi;

/** Operations and bits of {@code futex(2)} and its successors. */
public final class Futex {
    // futex(2): operations

    /** Sleep if the word has that value. */
    public static final int FUTEX_WAIT = 0;
    /** Wake so many. */
    public static final int FUTEX_WAKE = 1;
    /** Gone since Linux 2.6.26. */
    public static final int FUTEX_FD = 2;
    /** Wake some, move the others to a second word. */
    public static final int FUTEX_REQUEUE = 3;
    /** {@link #FUTEX_REQUEUE} if the word has that value. */
    public static final int FUTEX_CMP_REQUEUE = 4;
    /** Change a second word and wake at both. */
    public static final int FUTEX_WAKE_OP = 5;
    /** Lock with priority inheritance. */
    public static final int FUTEX_LOCK_PI = 6;
    /** Unlock with priority inheritance. */
    public static final int FUTEX_UNLOCK_PI = 7;
    /** Lock with priority inheritance, or fail. */
    public static final int FUTEX_TRYLOCK_PI = 8;
    /** {@link #FUTEX_WAIT} with a mask, and an absolute time-out. */
    public static final int FUTEX_WAIT_BITSET = 9;
    /** {@link #FUTEX_WAKE} with a mask. */
    public static final int FUTEX_WAKE_BITSET = 10;
    /** Sleep, to be moved to a priority-inheriting word. */
    public static final int FUTEX_WAIT_REQUEUE_PI = 11;
    /** Move sleepers to a priority-inheriting word. */
    public static final int FUTEX_CMP_REQUEUE_PI = 12;
    /** {@link #FUTEX_LOCK_PI} with a choice of clock. */
    public static final int FUTEX_LOCK_PI2 = 13;

    // futex(2): added to the operation

    /** Within this process. */
    public static final int FUTEX_PRIVATE_FLAG = 0x80;
    /** The time-out is by the wall clock. */
    public static final int FUTEX_CLOCK_REALTIME = 0x100;
    /** The operation without these. */
    public static final int FUTEX_CMD_MASK = -385;

    // futex(2): FUTEX_WAKE_OP, the operation

    /** Set. */
    public static final int FUTEX_OP_SET = 0;
    /** Add. */
    public static final int FUTEX_OP_ADD = 1;
    /** Or. */
    public static final int FUTEX_OP_OR = 2;
    /** And not. */
    public static final int FUTEX_OP_ANDN = 3;
    /** Exclusive or. */
    public static final int FUTEX_OP_XOR = 4;
    /** Added: the argument is the number of a bit. */
    public static final int FUTEX_OP_OPARG_SHIFT = 8;
    /** Wake if equal. */
    public static final int FUTEX_OP_CMP_EQ = 0;
    /** Wake if not equal. */
    public static final int FUTEX_OP_CMP_NE = 1;
    /** Wake if less. */
    public static final int FUTEX_OP_CMP_LT = 2;
    /** Wake if not greater. */
    public static final int FUTEX_OP_CMP_LE = 3;
    /** Wake if greater. */
    public static final int FUTEX_OP_CMP_GT = 4;
    /** Wake if not less. */
    public static final int FUTEX_OP_CMP_GE = 5;

    // The word of a robust or priority-inheriting lock; all 32 bits are used, hence int

    /** Somebody sleeps. */
    public static final int FUTEX_WAITERS = 0x80000000;
    /** The owner ended without unlocking. */
    public static final int FUTEX_OWNER_DIED = 0x40000000;
    /** The owner's thread id. */
    public static final int FUTEX_TID_MASK = 0x3fffffff;
    /** The mask that matches all. */
    public static final int FUTEX_BITSET_MATCH_ANY = 0xffffffff;
    /** How many entries of a robust list the kernel follows. */
    public static final int ROBUST_LIST_LIMIT = 2048;

    // futex_waitv(2), futex_wait(2), futex_wake(2), futex_requeue(2)

    /** The word has 32 bits: {@link #FUTEX2_SIZE_U32} by its older name. */
    public static final int FUTEX_32 = 0x2;
    /** 8 bits (not yet implemented). */
    public static final int FUTEX2_SIZE_U8 = 0x0;
    /** 16 bits (not yet implemented). */
    public static final int FUTEX2_SIZE_U16 = 0x1;
    /** 32 bits. */
    public static final int FUTEX2_SIZE_U32 = 0x2;
    /** 64 bits (not yet implemented). */
    public static final int FUTEX2_SIZE_U64 = 0x3;
    /** A node's number follows the word (Linux 6.16). */
    public static final int FUTEX2_NUMA = 0x4;
    /** The node comes from the memory policy (Linux 6.16). */
    public static final int FUTEX2_MPOL = 0x8;
    /** Within this process. */
    public static final int FUTEX2_PRIVATE = 0x80;
    /** How many words futex_waitv takes. */
    public static final int FUTEX_WAITV_MAX = 128;

    private Futex() {}
}
