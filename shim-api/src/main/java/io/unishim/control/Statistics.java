package io.unishim.control;

import java.util.Map;

/** Counters of calls; they go on until closed. */
public interface Statistics extends CallTable.Registration {
    /** @return a snapshot by the calls' names, for those made at least once */
    Map<String, Count> counts();

    /**
     * One call's counters.
     *
     * @param calls how often it was made
     * @param errors how often it answered an errno
     * @param nanos the time in it, in all
     * @param histogram how many calls took from 2^i to 2^(i+1)-1 ns, at index i, 0 to 63
     */
    record Count(long calls, long errors, long nanos, long[] histogram) {}
}
