package io.unishim.task;

import static io.unishim.abi.Resource.RLIM_INFINITY;

import io.unishim.struct.Rlimit;

/**
 * The limits of a process (man 2 getrlimit), for the libraries that own what is limited. The library that serves the calls
 * keeps them; without it nothing is limited.
 */
public interface ProcessLimits {
    /** Where a process has its limits. */
    StateKey<ProcessLimits> KEY = StateKey.of("limits");

    /** @param resource RLIMIT_*. @return its limits now */
    Rlimit get(int resource);

    /** Sets limits, whoever may. */
    void set(int resource, Rlimit limit);

    /** @return the soft limit of a process, unsigned; RLIM_INFINITY for none */
    static long soft(Process process, int resource) {
        ProcessLimits limits = process.stateOrNull(KEY);
        return limits == null ? RLIM_INFINITY : limits.get(resource).soft();
    }

    /** @return the hard limit of a process, as {@link #soft} */
    static long hard(Process process, int resource) {
        ProcessLimits limits = process.stateOrNull(KEY);
        return limits == null ? RLIM_INFINITY : limits.get(resource).hard();
    }
}
