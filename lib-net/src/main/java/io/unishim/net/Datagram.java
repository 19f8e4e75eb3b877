package io.unishim.net;

/**
 * A message on its way.
 *
 * @param to the address that it was sent to
 * @param by the number of the interface by which it comes in
 * @param hops its time to live
 * @param service its type of service or traffic class
 * @param mark SO_MARK of its sender
 * @param priority SO_PRIORITY of its sender
 * @param drops how many messages its receiver had lost before it came
 * @param time when it was sent, nanoseconds since 1970
 */
record Datagram(
        byte[] bytes,
        Endpoint from,
        Endpoint to,
        int by,
        int hops,
        int service,
        int mark,
        int priority,
        int drops,
        long time) {
    /** What the kernel counts for the message itself. */
    private static final int OVERHEAD = 768;

    /** A message of the network itself. */
    static Datagram of(byte[] bytes, Endpoint from, Endpoint to, int hops, long time) {
        return new Datagram(bytes, from, to, Interface.LOOPBACK.index(), hops, 0, 0, 0, 0, time);
    }

    Datagram withBytes(byte[] other) {
        return new Datagram(other, from, to, by, hops, service, mark, priority, drops, time);
    }

    Datagram comingBy(int index) {
        return index == by ? this : new Datagram(bytes, from, to, index, hops, service, mark, priority, drops, time);
    }

    Datagram after(int lost) {
        return lost == drops ? this : new Datagram(bytes, from, to, by, hops, service, mark, priority, lost, time);
    }

    int charge() {
        return OVERHEAD + (bytes.length + 511 & ~511) - (bytes.length <= 128 ? bytes.length + 511 & ~511 : 0);
    }
}
