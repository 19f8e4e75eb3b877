package io.unishim.abi;

/** Policies of memory on machines with several nodes, for {@code set_mempolicy(2)} and {@code mbind(2)}. */
public final class Mempolicy {
    // Modes

    /** None of its own. */
    public static final int MPOL_DEFAULT = 0;
    /** One node first. */
    public static final int MPOL_PREFERRED = 1;
    /** These nodes alone. */
    public static final int MPOL_BIND = 2;
    /** These nodes by turns. */
    public static final int MPOL_INTERLEAVE = 3;
    /** The node of the processor. */
    public static final int MPOL_LOCAL = 4;
    /** These nodes first (Linux 5.15). */
    public static final int MPOL_PREFERRED_MANY = 5;
    /** These nodes by turns, by their weights (Linux 6.9). */
    public static final int MPOL_WEIGHTED_INTERLEAVE = 6;

    // Flags of a mode

    /** The nodes are numbered as the machine's. */
    public static final int MPOL_F_STATIC_NODES = 1 << 15;
    /** The nodes are numbered among those allowed. */
    public static final int MPOL_F_RELATIVE_NODES = 1 << 14;
    /** Pages may be moved to where they are used (Linux 5.12). */
    public static final int MPOL_F_NUMA_BALANCING = 1 << 13;

    // What get_mempolicy(2) is asked for

    /** Which node: of an address, or the next of those by turns. */
    public static final int MPOL_F_NODE = 1;
    /** The policy of an address. */
    public static final int MPOL_F_ADDR = 2;
    /** Which nodes are allowed. */
    public static final int MPOL_F_MEMS_ALLOWED = 4;

    // What mbind(2) and move_pages(2) do with pages that are elsewhere

    /** Tell of pages that do not agree. */
    public static final int MPOL_MF_STRICT = 1;
    /** Move those of the process alone. */
    public static final int MPOL_MF_MOVE = 2;
    /** Move also those that others have. */
    public static final int MPOL_MF_MOVE_ALL = 4;

    private Mempolicy() {}
}
