package io.unishim.task;

import static io.unishim.abi.Capabilities.CAP_LAST_CAP;

/**
 * The capability sets of a task (man 7 capabilities); bit n stands for capability n.
 *
 * @param inheritable what exec of a file with inheritable capabilities keeps
 * @param permitted what may be made effective
 * @param effective what counts
 * @param bounding what exec may give at most
 * @param ambient what exec of an ordinary file keeps
 */
public record CapabilitySets(long inheritable, long permitted, long effective, long bounding, long ambient) {
    /** Every capability that Linux knows. */
    public static final long EVERY = (1L << CAP_LAST_CAP + 1) - 1;

    /** The sets of a process that root started. */
    public static final CapabilitySets ROOT = new CapabilitySets(0, EVERY, EVERY, EVERY, 0);

    /** The sets of a process that an ordinary user started. */
    public static final CapabilitySets USER = new CapabilitySets(0, 0, 0, EVERY, 0);

    /** @return whether a capability is effective; false for numbers that Linux does not know */
    public boolean has(int capability) {
        return (capability & ~63) == 0 && (effective >>> capability & 1) != 0;
    }

    /** @return these with another effective set */
    public CapabilitySets withEffective(long newEffective) {
        return new CapabilitySets(inheritable, permitted, newEffective, bounding, ambient);
    }

    /** @return these with another permitted set */
    public CapabilitySets withPermitted(long newPermitted) {
        return new CapabilitySets(inheritable, newPermitted, effective, bounding, ambient);
    }

    /** @return these with another bounding set */
    public CapabilitySets withBounding(long newBounding) {
        return new CapabilitySets(inheritable, permitted, effective, newBounding, ambient);
    }

    /** @return these with another ambient set */
    public CapabilitySets withAmbient(long newAmbient) {
        return new CapabilitySets(inheritable, permitted, effective, bounding, newAmbient);
    }
}
