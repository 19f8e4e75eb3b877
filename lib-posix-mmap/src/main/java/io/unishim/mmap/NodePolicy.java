package io.unishim.mmap;

import static io.unishim.abi.Mempolicy.MPOL_BIND;
import static io.unishim.abi.Mempolicy.MPOL_DEFAULT;
import static io.unishim.abi.Mempolicy.MPOL_F_NUMA_BALANCING;
import static io.unishim.abi.Mempolicy.MPOL_F_RELATIVE_NODES;
import static io.unishim.abi.Mempolicy.MPOL_F_STATIC_NODES;
import static io.unishim.abi.Mempolicy.MPOL_INTERLEAVE;
import static io.unishim.abi.Mempolicy.MPOL_LOCAL;
import static io.unishim.abi.Mempolicy.MPOL_PREFERRED;
import static io.unishim.abi.Mempolicy.MPOL_PREFERRED_MANY;
import static io.unishim.abi.Mempolicy.MPOL_WEIGHTED_INTERLEAVE;

import org.jspecify.annotations.Nullable;

/**
 * On which nodes memory is to be, on a machine with one (the kernel's mpol_new and mpol_set_nodemask).
 *
 * @param mode MPOL_*, with its flags
 * @param nodes what is told of its nodes
 */
record NodePolicy(int mode, long nodes) {
    /** None. */
    static final NodePolicy DEFAULT = new NodePolicy(MPOL_DEFAULT, 0);

    private static final int NUMBERED = MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES;
    private static final int FLAGS = NUMBERED | MPOL_F_NUMA_BALANCING;

    /** @return whether there is such a mode, with such flags */
    static boolean known(int mode) {
        int plain = mode & ~FLAGS;
        return plain >= 0
                && plain <= MPOL_WEIGHTED_INTERLEAVE
                && (mode & NUMBERED) != NUMBERED
                && ((mode & MPOL_F_NUMA_BALANCING) == 0 || plain == MPOL_BIND || plain == MPOL_PREFERRED_MANY);
    }

    /**
     * Makes one.
     *
     * @param mode a {@link #known} one
     * @return null if it does not suit the nodes
     */
    static @Nullable NodePolicy of(int mode, NodeSet nodes) {
        boolean numbered = (mode & NUMBERED) != 0;
        switch (mode & ~FLAGS) {
            case MPOL_DEFAULT -> {
                return nodes.any() ? null : DEFAULT;
            }
            case MPOL_LOCAL -> {
                return nodes.any() || numbered ? null : new NodePolicy(MPOL_LOCAL, 0);
            }
            case MPOL_PREFERRED -> {
                if (!nodes.any()) {
                    return numbered ? null : new NodePolicy(MPOL_LOCAL, 0);
                }
            }
            default -> {}
        }
        // Relative to one node, every node is that one.
        boolean here = (mode & MPOL_F_RELATIVE_NODES) != 0 ? nodes.any() : nodes.here();
        return here ? new NodePolicy(mode, (mode & FLAGS) != 0 ? nodes.low() : 1) : null;
    }

    private int plain() {
        return mode & ~FLAGS;
    }

    /** @return whether nodes take turns */
    boolean byTurns() {
        return plain() == MPOL_INTERLEAVE || plain() == MPOL_WEIGHTED_INTERLEAVE;
    }

    /** @return whether one of its nodes can come first */
    boolean hasHome() {
        return plain() == MPOL_BIND || plain() == MPOL_PREFERRED_MANY;
    }
}
