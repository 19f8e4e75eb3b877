package io.unishim.net;

import java.util.ArrayDeque;

/** What went one way through a {@link Tunnel}, and what of it the other end has acknowledged, as its sender knows it. */
final class Flight {
    /** An acknowledgement that comes back. */
    private record Ack(long at, long bytes) {}

    private final ArrayDeque<Ack> acks = new ArrayDeque<>();
    private long unacknowledged;
    private int resent;
    private long resentBytes;
    private volatile boolean finished;

    synchronized void sent(long bytes) {
        unacknowledged += bytes;
    }

    /** Something was lost, and is sent again. */
    synchronized void lost(long bytes) {
        resent++;
        resentBytes += bytes;
    }

    /** @param acknowledged when the sender knows */
    synchronized void arrived(long bytes, long acknowledged) {
        acks.addLast(new Ack(acknowledged, bytes));
    }

    /** @return the bytes that were sent and are not acknowledged */
    synchronized long unacknowledged(long now) {
        for (Ack first = acks.peekFirst(); first != null && first.at() <= now; first = acks.peekFirst()) {
            unacknowledged -= first.bytes();
            acks.pollFirst();
        }
        return unacknowledged;
    }

    synchronized int resent() {
        return resent;
    }

    synchronized long resentBytes() {
        return resentBytes;
    }

    /** @return whether the end was acknowledged, or the connection is no more */
    boolean finished() {
        return finished;
    }

    void finish() {
        finished = true;
    }
}
