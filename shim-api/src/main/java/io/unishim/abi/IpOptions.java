package io.unishim.abi;

/** Options of sockets of IPv4, level {@code IPPROTO_IP}, and groups of either version: {@code ip(7)}. */
public final class IpOptions {
    /** Type of service. */
    public static final int IP_TOS = 1;
    /** Time to live. */
    public static final int IP_TTL = 2;
    /** The program makes the header. */
    public static final int IP_HDRINCL = 3;
    /** Options of the header. */
    public static final int IP_OPTIONS = 4;
    /** Receive options of the header. */
    public static final int IP_RECVOPTS = 6;
    /** Receive options of the header, raw. */
    public static final int IP_RETOPTS = 7;
    /** Receive where packets came in. */
    public static final int IP_PKTINFO = 8;
    /** Path MTU discovery. */
    public static final int IP_MTU_DISCOVER = 10;
    /** Receive errors. */
    public static final int IP_RECVERR = 11;
    /** Receive times to live. */
    public static final int IP_RECVTTL = 12;
    /** Receive types of service. */
    public static final int IP_RECVTOS = 13;
    /** The path's MTU. */
    public static final int IP_MTU = 14;
    /** Bind to addresses which are not there yet. */
    public static final int IP_FREEBIND = 15;
    /** Transparent proxying. */
    public static final int IP_TRANSPARENT = 19;
    /** Receive original addresses. */
    public static final int IP_RECVORIGDSTADDR = 20;
    /** Least time to live. */
    public static final int IP_MINTTL = 21;
    /** Choose the port at connect. */
    public static final int IP_BIND_ADDRESS_NO_PORT = 24;
    /** Never discover. */
    public static final int IP_PMTUDISC_DONT = 0;
    /** Discover. */
    public static final int IP_PMTUDISC_WANT = 1;
    /** Always set don't fragment. */
    public static final int IP_PMTUDISC_DO = 2;
    /** Set don't fragment, ignore the path's MTU. */
    public static final int IP_PMTUDISC_PROBE = 3;
    /** Interface of multicasts. */
    public static final int IP_MULTICAST_IF = 32;
    /** Time to live of multicasts. */
    public static final int IP_MULTICAST_TTL = 33;
    /** Multicasts come back. */
    public static final int IP_MULTICAST_LOOP = 34;
    /** Join a group. */
    public static final int IP_ADD_MEMBERSHIP = 35;
    /** Leave a group. */
    public static final int IP_DROP_MEMBERSHIP = 36;
    /** Hear a source. */
    public static final int IP_UNBLOCK_SOURCE = 37;
    /** Do not hear a source. */
    public static final int IP_BLOCK_SOURCE = 38;
    /** Join a group for one source. */
    public static final int IP_ADD_SOURCE_MEMBERSHIP = 39;
    /** Leave a group for one source. */
    public static final int IP_DROP_SOURCE_MEMBERSHIP = 40;
    /** All groups joined on the system. */
    public static final int IP_MULTICAST_ALL = 49;
    /** Interface of unicasts. */
    public static final int IP_UNICAST_IF = 50;
    /** Join a group of either family. */
    public static final int MCAST_JOIN_GROUP = 42;
    /** Do not hear a source of either family. */
    public static final int MCAST_BLOCK_SOURCE = 43;
    /** Hear a source of either family. */
    public static final int MCAST_UNBLOCK_SOURCE = 44;
    /** Leave a group of either family. */
    public static final int MCAST_LEAVE_GROUP = 45;
    /** Join a group for one source of either family. */
    public static final int MCAST_JOIN_SOURCE_GROUP = 46;
    /** Leave a group for one source of either family. */
    public static final int MCAST_LEAVE_SOURCE_GROUP = 47;

    private IpOptions() {}
}
