package io.unishim.abi;

/** Options of sockets of IPv6, level {@code IPPROTO_IPV6}: {@code ipv6(7)}. */
public final class Ipv6Options {
    /** Turn it into an IPv4 socket. */
    public static final int IPV6_ADDRFORM = 1;
    /** Hop limit. */
    public static final int IPV6_UNICAST_HOPS = 16;
    /** Interface of multicasts. */
    public static final int IPV6_MULTICAST_IF = 17;
    /** Hop limit of multicasts. */
    public static final int IPV6_MULTICAST_HOPS = 18;
    /** Multicasts come back. */
    public static final int IPV6_MULTICAST_LOOP = 19;
    /** Join a group. */
    public static final int IPV6_JOIN_GROUP = 20;
    /** Leave a group. */
    public static final int IPV6_LEAVE_GROUP = 21;
    /** Path MTU discovery. */
    public static final int IPV6_MTU_DISCOVER = 23;
    /** The path's MTU. */
    public static final int IPV6_MTU = 24;
    /** Receive errors. */
    public static final int IPV6_RECVERR = 25;
    /** No IPv4. */
    public static final int IPV6_V6ONLY = 26;
    /** Receive where packets came in. */
    public static final int IPV6_RECVPKTINFO = 49;
    /** Where packets came in. */
    public static final int IPV6_PKTINFO = 50;
    /** Receive hop limits. */
    public static final int IPV6_RECVHOPLIMIT = 51;
    /** The hop limit. */
    public static final int IPV6_HOPLIMIT = 52;
    /** Receive traffic classes. */
    public static final int IPV6_RECVTCLASS = 66;
    /** The traffic class. */
    public static final int IPV6_TCLASS = 67;
    /** Do not fragment. */
    public static final int IPV6_DONTFRAG = 62;
    /** Bind to addresses which are not there yet. */
    public static final int IPV6_FREEBIND = 78;
    /** Which of the own addresses. */
    public static final int IPV6_ADDR_PREFERENCES = 72;

    private Ipv6Options() {}
}
