package io.unishim.task;

import java.util.Random;

/** Where a shim's randomness comes from; tests may bring a seeded one. Called by many threads at once. */
@FunctionalInterface
public interface RandomSource {
    /** Fills an array with random bytes; must not block. */
    void nextBytes(byte[] target);

    /** @return the host's strong randomness */
    static RandomSource host() {
        return new HostRandom();
    }

    /** @return a repeatable sequence */
    static RandomSource seeded(long seed) {
        return new Random(seed)::nextBytes;
    }
}
