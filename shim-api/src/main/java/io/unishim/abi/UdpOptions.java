package io.unishim.abi;

/** Options of sockets of UDP, level {@code IPPROTO_UDP}: {@code udp(7)}. */
public final class UdpOptions {
    /** Hold back until complete. */
    public static final int UDP_CORK = 1;
    /** Encapsulation. */
    public static final int UDP_ENCAP = 100;
    /** Cut into datagrams of that size. */
    public static final int UDP_SEGMENT = 103;
    /** Receive several datagrams at once. */
    public static final int UDP_GRO = 104;

    private UdpOptions() {}
}
