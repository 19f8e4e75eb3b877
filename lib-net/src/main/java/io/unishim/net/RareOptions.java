package io.unishim.net;

/** Numbers of options that few programs know (linux/in.h, linux/in6.h, linux/tcp.h, linux/udp.h, asm-generic/socket.h). */
final class RareOptions {
    static final int SO_INQ = 84;

    static final int SO_TIMESTAMP_NEW = 63;
    static final int SO_TIMESTAMPNS_NEW = 64;
    static final int SO_TIMESTAMPING_NEW = 65;
    static final int SO_RCVTIMEO_NEW = 66;
    static final int SO_SNDTIMEO_NEW = 67;

    static final int IP_ROUTER_ALERT = 5;
    static final int IP_PKTOPTIONS = 9;
    static final int IP_IPSEC_POLICY = 16;
    static final int IP_XFRM_POLICY = 17;
    static final int IP_PASSSEC = 18;
    static final int IP_NODEFRAG = 22;
    static final int IP_RECVFRAGSIZE = 25;
    static final int IP_RECVERR_RFC4884 = 26;
    static final int IP_MSFILTER = 41;
    static final int MCAST_MSFILTER = 48;
    static final int IP_LOCAL_PORT_RANGE = 51;
    static final int IP_PROTOCOL = 52;

    static final int IPV6_2292PKTINFO = 2;
    static final int IPV6_2292HOPOPTS = 3;
    static final int IPV6_2292DSTOPTS = 4;
    static final int IPV6_2292RTHDR = 5;
    static final int IPV6_2292HOPLIMIT = 8;
    static final int IPV6_FLOWINFO = 11;
    static final int IPV6_ROUTER_ALERT = 22;
    static final int IPV6_JOIN_ANYCAST = 27;
    static final int IPV6_LEAVE_ANYCAST = 28;
    static final int IPV6_MULTICAST_ALL = 29;
    static final int IPV6_ROUTER_ALERT_ISOLATE = 30;
    static final int IPV6_RECVERR_RFC4884 = 31;
    static final int IPV6_FLOWLABEL_MGR = 32;
    static final int IPV6_IPSEC_POLICY = 34;
    static final int IPV6_XFRM_POLICY = 35;
    static final int IPV6_RECVHOPOPTS = 53;
    static final int IPV6_HOPOPTS = 54;
    static final int IPV6_RTHDRDSTOPTS = 55;
    static final int IPV6_RECVRTHDR = 56;
    static final int IPV6_RTHDR = 57;
    static final int IPV6_RECVDSTOPTS = 58;
    static final int IPV6_DSTOPTS = 59;
    static final int IPV6_RECVPATHMTU = 60;
    static final int IPV6_PATHMTU = 61;
    static final int IPV6_AUTOFLOWLABEL = 70;
    static final int IPV6_MINHOPCOUNT = 73;
    static final int IPV6_ORIGDSTADDR = 74;
    static final int IPV6_TRANSPARENT = 75;
    static final int IPV6_UNICAST_IF = 76;
    static final int IPV6_RECVFRAGSIZE = 77;

    static final int TCP_REPAIR_QUEUE = 20;
    static final int TCP_QUEUE_SEQ = 21;
    static final int TCP_REPAIR_OPTIONS = 22;
    static final int TCP_REPAIR_WINDOW = 29;
    static final int TCP_MD5SIG_EXT = 32;
    static final int TCP_IS_MPTCP = 43;
    static final int TCP_RTO_MAX_MS = 44;
    static final int TCP_RTO_MIN_US = 45;
    static final int TCP_DELACK_MAX_US = 46;

    /** The control message of TCP_INQ. */
    static final int TCP_CM_INQ = 36;

    static final int UDP_NO_CHECK6_TX = 101;
    static final int UDP_NO_CHECK6_RX = 102;

    private RareOptions() {}
}
