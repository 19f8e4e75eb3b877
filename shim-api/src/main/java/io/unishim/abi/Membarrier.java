package io.unishim.abi;

/** Commands of {@code membarrier(2)}. */
public final class Membarrier {
    // Commands

    /** Which commands are there? */
    public static final int MEMBARRIER_CMD_QUERY = 0x0;
    /** All threads of the system; slow. */
    public static final int MEMBARRIER_CMD_GLOBAL = 0x1;
    /** All threads of registered processes. */
    public static final int MEMBARRIER_CMD_GLOBAL_EXPEDITED = 0x2;
    /** Register for it. */
    public static final int MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED = 0x4;
    /** All threads of this process. */
    public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED = 0x8;
    /** Register for it. */
    public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED = 0x10;
    /** All threads of this process, code caches included. */
    public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE = 0x20;
    /** Register for it. */
    public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE = 0x40;
    /** All threads of this process, restarting their sequences. */
    public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ = 0x80;
    /** Register for it. */
    public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ = 0x100;
    /** What is registered? (Linux 6.3) */
    public static final int MEMBARRIER_CMD_GET_REGISTRATIONS = 0x200;
    /** For {@link #MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ}: one processor. */
    public static final int MEMBARRIER_CMD_FLAG_CPU = 0x1;

    private Membarrier() {}
}
