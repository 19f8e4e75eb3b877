package io.unishim.task;

import java.time.Instant;

/** The host's clocks, by the JDK. */
final class HostTime implements TimeSource {
    @Override
    public long realtimeNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime() & Long.MAX_VALUE;
    }
}
