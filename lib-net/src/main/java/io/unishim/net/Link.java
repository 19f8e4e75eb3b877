package io.unishim.net;

import java.time.Duration;

/**
 * What a way between two members of a {@link VirtualNetwork} is like, in one direction.
 *
 * @param latency how long a packet is under way
 * @param loss the part of the packets that get lost, from 0 to less than 1: datagrams are gone, TCP sends again and is late
 * @param bytesPerSecond how much goes through, 0 for no limit
 */
public record Link(Duration latency, double loss, long bytesPerSecond) {
    /** Everything arrives at once. */
    public static final Link PERFECT = new Link(Duration.ZERO, 0, 0);

    /** Checks the values. */
    public Link {
        if (latency.isNegative() || !(loss >= 0 && loss < 1) || bytesPerSecond < 0) {
            throw new IllegalArgumentException("no link: " + latency + ", " + loss + ", " + bytesPerSecond);
        }
    }

    /** @return the same with another latency */
    public Link withLatency(Duration newLatency) {
        return new Link(newLatency, loss, bytesPerSecond);
    }

    /** @return the same with another loss */
    public Link withLoss(double newLoss) {
        return new Link(latency, newLoss, bytesPerSecond);
    }

    /** @return the same with another bandwidth */
    public Link withBandwidth(long newBytesPerSecond) {
        return new Link(latency, loss, newBytesPerSecond);
    }
}
