package io.unishim.net;

/**
 * A message on its way.
 *
 * @param to the address that it was sent to
 * @param hops its time to live
 * @param service its type of service or traffic class
 * @param time when it was sent, nanoseconds since 1970
 */
record Datagram(byte[] bytes, Endpoint from, Endpoint to, int hops, int service, long time) {
    /** What the kernel counts for the message itself. */
    private static final int OVERHEAD = 768;

    int charge() {
        return OVERHEAD + (bytes.length + 511 & ~511) - (bytes.length <= 128 ? bytes.length + 511 & ~511 : 0);
    }
}
