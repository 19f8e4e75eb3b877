package io.unishim.net;

import java.util.SplittableRandom;

/** One direction between two members: when what is sent arrives. */
final class Line {
    private static final long SECOND = 1_000_000_000L;

    private final SplittableRandom random;
    private volatile Link link;
    private volatile boolean perfect;
    private long freeAt;

    Line(Link link, SplittableRandom random) {
        this.link = link;
        this.perfect = link.equals(Link.PERFECT);
        this.random = random;
    }

    void become(Link newLink) {
        link = newLink;
        perfect = newLink.equals(Link.PERFECT);
    }

    /** @return whether what is sent has arrived at once, so that nobody need carry it */
    boolean perfect() {
        return perfect;
    }

    long latency() {
        return link.latency().toNanos();
    }

    synchronized boolean loses() {
        return link.loss() > 0 && random.nextDouble() < link.loss();
    }

    /** @return when bytes that are sent now have arrived */
    synchronized long arrival(long now, long bytes) {
        Link like = link;
        long rate = like.bytesPerSecond();
        freeAt = Math.max(freeAt, now) + (rate == 0 ? 0 : (long) (bytes * (double) SECOND / rate));
        return freeAt + like.latency().toNanos();
    }
}
