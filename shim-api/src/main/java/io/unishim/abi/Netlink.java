package io.unishim.abi;

/** Messages, attributes and options of {@code netlink(7)} and {@code rtnetlink(7)}. */
public final class Netlink {
    // netlink(7): protocols

    /** Routes, addresses and links. */
    public static final int NETLINK_ROUTE = 0;
    /** Sockets. */
    public static final int NETLINK_SOCK_DIAG = 4;
    /** Packet filters. */
    public static final int NETLINK_NETFILTER = 12;
    /** Events of devices. */
    public static final int NETLINK_KOBJECT_UEVENT = 15;
    /** Others. */
    public static final int NETLINK_GENERIC = 16;

    // netlink(7): struct nlmsghdr

    /** It is a request. */
    public static final int NLM_F_REQUEST = 0x1;
    /** Part of several, the last of which is {@link #NLMSG_DONE}. */
    public static final int NLM_F_MULTI = 0x2;
    /** Answer by an acknowledgement. */
    public static final int NLM_F_ACK = 0x4;
    /** Of a request: everything there is. */
    public static final int NLM_F_ROOT = 0x100;
    /** Of a request: everything that matches. */
    public static final int NLM_F_MATCH = 0x200;
    /** Both of these. */
    public static final int NLM_F_DUMP = 0x300;
    /** Of an acknowledgement: the request is not repeated whole. */
    public static final int NLM_F_CAPPED = 0x100;
    /** Nothing. */
    public static final int NLMSG_NOOP = 1;
    /** An errno, or an acknowledgement if it is 0. */
    public static final int NLMSG_ERROR = 2;
    /** The end of several. */
    public static final int NLMSG_DONE = 3;
    /** Types below are those of netlink itself. */
    public static final int NLMSG_MIN_TYPE = 0x10;

    // netlink(7): options

    /** Join a group. */
    public static final int NETLINK_ADD_MEMBERSHIP = 1;
    /** Leave a group. */
    public static final int NETLINK_DROP_MEMBERSHIP = 2;
    /** Tell the group of a message. */
    public static final int NETLINK_PKTINFO = 3;
    /** Tell senders of broadcasts that were not delivered. */
    public static final int NETLINK_BROADCAST_ERROR = 4;
    /** Do not tell of lost messages. */
    public static final int NETLINK_NO_ENOBUFS = 5;
    /** Hear of all network namespaces. */
    public static final int NETLINK_LISTEN_ALL_NSID = 8;
    /** The groups. */
    public static final int NETLINK_LIST_MEMBERSHIPS = 9;
    /** Do not repeat requests in acknowledgements. */
    public static final int NETLINK_CAP_ACK = 10;
    /** Explain errors. */
    public static final int NETLINK_EXT_ACK = 11;
    /** Check requests strictly. */
    public static final int NETLINK_GET_STRICT_CHK = 12;

    // rtnetlink(7): types of messages

    /** A link. */
    public static final int RTM_NEWLINK = 16;
    /** Remove a link. */
    public static final int RTM_DELLINK = 17;
    /** Ask for links. */
    public static final int RTM_GETLINK = 18;
    /** Change a link. */
    public static final int RTM_SETLINK = 19;
    /** An address. */
    public static final int RTM_NEWADDR = 20;
    /** Ask for addresses. */
    public static final int RTM_GETADDR = 22;
    /** A route. */
    public static final int RTM_NEWROUTE = 24;
    /** Ask for routes. */
    public static final int RTM_GETROUTE = 26;
    /** A neighbour. */
    public static final int RTM_NEWNEIGH = 28;
    /** Ask for neighbours. */
    public static final int RTM_GETNEIGH = 30;
    /** Attribute of a neighbour: its address. */
    public static final int NDA_DST = 1;
    /** Attribute of a neighbour: its hardware address. */
    public static final int NDA_LLADDR = 2;
    /** State of a neighbour: it answered lately. */
    public static final int NUD_REACHABLE = 0x02;
    /** A routing rule. */
    public static final int RTM_NEWRULE = 32;
    /** Ask for routing rules. */
    public static final int RTM_GETRULE = 34;

    // rtnetlink(7): attributes of a link

    /** Hardware address. */
    public static final int IFLA_ADDRESS = 1;
    /** Hardware address of everybody. */
    public static final int IFLA_BROADCAST = 2;
    /** Name. */
    public static final int IFLA_IFNAME = 3;
    /** Longest packet. */
    public static final int IFLA_MTU = 4;
    /** Queueing. */
    public static final int IFLA_QDISC = 6;
    /** Counters of 32 bits. */
    public static final int IFLA_STATS = 7;
    /** Length of the queue. */
    public static final int IFLA_TXQLEN = 13;
    /** Whether it works. */
    public static final int IFLA_OPERSTATE = 16;
    /** How it comes up. */
    public static final int IFLA_LINKMODE = 17;
    /** Counters of 64 bits. */
    public static final int IFLA_STATS64 = 23;
    /** Group of links. */
    public static final int IFLA_GROUP = 27;
    /** How many listen to everything. */
    public static final int IFLA_PROMISCUITY = 30;
    /** Queues of sending. */
    public static final int IFLA_NUM_TX_QUEUES = 31;
    /** Queues of receiving. */
    public static final int IFLA_NUM_RX_QUEUES = 32;
    /** Whether there is a carrier. */
    public static final int IFLA_CARRIER = 33;

    // rtnetlink(7): addresses

    /** Address, or that of the other end. */
    public static final int IFA_ADDRESS = 1;
    /** Own address. */
    public static final int IFA_LOCAL = 2;
    /** Name of the interface. */
    public static final int IFA_LABEL = 3;
    /** Address of everybody. */
    public static final int IFA_BROADCAST = 4;
    /** How long it is valid. */
    public static final int IFA_CACHEINFO = 6;
    /** Flags of 32 bits. */
    public static final int IFA_FLAGS = 8;
    /** It stays. */
    public static final int IFA_F_PERMANENT = 0x80;

    // rtnetlink(7): routes

    /** Destination. */
    public static final int RTA_DST = 1;
    /** Interface to send by. */
    public static final int RTA_OIF = 4;
    /** Metric. */
    public static final int RTA_PRIORITY = 6;
    /** Own address to send with. */
    public static final int RTA_PREFSRC = 7;
    /** Counters. */
    public static final int RTA_CACHEINFO = 12;
    /** Table. */
    public static final int RTA_TABLE = 15;
    /** To somebody. */
    public static final int RTN_UNICAST = 1;
    /** To oneself. */
    public static final int RTN_LOCAL = 2;
    /** To everybody. */
    public static final int RTN_BROADCAST = 3;
    /** Made by the kernel. */
    public static final int RTPROT_KERNEL = 2;
    /** Anywhere. */
    public static final int RT_SCOPE_UNIVERSE = 0;
    /** On the link. */
    public static final int RT_SCOPE_LINK = 253;
    /** Here. */
    public static final int RT_SCOPE_HOST = 254;
    /** The table looked at last. */
    public static final int RT_TABLE_DEFAULT = 253;
    /** The table of usual routes. */
    public static final int RT_TABLE_MAIN = 254;
    /** The table of own addresses. */
    public static final int RT_TABLE_LOCAL = 255;
    /** The answer to a question about one address. */
    public static final int RTM_F_CLONED = 0x200;

    // Routing rules

    /** Order. */
    public static final int FRA_PRIORITY = 6;
    /** Leave out routes of this length or shorter; -1 for none. */
    public static final int FRA_SUPPRESS_PREFIXLEN = 14;
    /** Table to look at. */
    public static final int FRA_TABLE = 15;
    /** Who made it. */
    public static final int FRA_PROTOCOL = 21;
    /** Look at a table. */
    public static final int FR_ACT_TO_TBL = 1;

    private Netlink() {}
}
