package io.unishim.abi;

/**
 * Sockets of any family: families, types, levels, flags, and the options that all have, those in common use.
 *
 * <p>See {@code socket(2)}, {@code socket(7)}, {@code unix(7)}, {@code send(2)} and {@code recv(2)}. What
 * belongs to one protocol is in {@link IpOptions}, {@link Ipv6Options}, {@link TcpOptions}, {@link
 * UdpOptions} and {@link Netlink}; requests to sockets and interfaces are in {@link Ioctls}.
 */
public final class Socket {
    // socket(2): families

    /** None. */
    public static final int AF_UNSPEC = 0;
    /** Local. */
    public static final int AF_UNIX = 1;
    /** IPv4. */
    public static final int AF_INET = 2;
    /** Amateur radio. */
    public static final int AF_AX25 = 3;
    /** IPX. */
    public static final int AF_IPX = 4;
    /** AppleTalk. */
    public static final int AF_APPLETALK = 5;
    /** X.25. */
    public static final int AF_X25 = 9;
    /** IPv6. */
    public static final int AF_INET6 = 10;
    /** IPsec keys. */
    public static final int AF_KEY = 15;
    /** Netlink. */
    public static final int AF_NETLINK = 16;
    /** Packets of the link. */
    public static final int AF_PACKET = 17;
    /** RDS. */
    public static final int AF_RDS = 21;
    /** Controller area network. */
    public static final int AF_CAN = 29;
    /** TIPC. */
    public static final int AF_TIPC = 30;
    /** Bluetooth. */
    public static final int AF_BLUETOOTH = 31;
    /** Cryptography of the kernel. */
    public static final int AF_ALG = 38;
    /** Near field communication. */
    public static final int AF_NFC = 39;
    /** To and from virtual machines. */
    public static final int AF_VSOCK = 40;
    /** Kernel connection multiplexor. */
    public static final int AF_KCM = 41;
    /** Qualcomm. */
    public static final int AF_QIPCRTR = 42;
    /** Shared memory. */
    public static final int AF_SMC = 43;
    /** Express data path. */
    public static final int AF_XDP = 44;
    /** Management components. */
    public static final int AF_MCTP = 45;
    /** One more than the last. */
    public static final int AF_MAX = 46;

    // socket(2): types

    /** A stream. */
    public static final int SOCK_STREAM = 1;
    /** Datagrams. */
    public static final int SOCK_DGRAM = 2;
    /** Raw. */
    public static final int SOCK_RAW = 3;
    /** Reliable datagrams. */
    public static final int SOCK_RDM = 4;
    /** Datagrams in order. */
    public static final int SOCK_SEQPACKET = 5;
    /** DCCP. */
    public static final int SOCK_DCCP = 6;
    /** Obsolete; see {@link #AF_PACKET}. */
    public static final int SOCK_PACKET = 10;
    /** The bits that hold the type. */
    public static final int SOCK_TYPE_MASK = 0xf;
    /** Added: close on exec. */
    public static final int SOCK_CLOEXEC = 02000000;
    /** Added: do not wait. */
    public static final int SOCK_NONBLOCK = 04000;

    // socket(2): protocols

    /** The family's usual one. */
    public static final int IPPROTO_IP = 0;
    /** ICMP. */
    public static final int IPPROTO_ICMP = 1;
    /** IGMP. */
    public static final int IPPROTO_IGMP = 2;
    /** TCP. */
    public static final int IPPROTO_TCP = 6;
    /** UDP. */
    public static final int IPPROTO_UDP = 17;
    /** IPv6. */
    public static final int IPPROTO_IPV6 = 41;
    /** ICMP for IPv6. */
    public static final int IPPROTO_ICMPV6 = 58;
    /** SCTP. */
    public static final int IPPROTO_SCTP = 132;
    /** UDP-Lite. */
    public static final int IPPROTO_UDPLITE = 136;
    /** Raw IP. */
    public static final int IPPROTO_RAW = 255;
    /** Multipath TCP. */
    public static final int IPPROTO_MPTCP = 262;

    // shutdown(2)

    /** No more reading. */
    public static final int SHUT_RD = 0;
    /** No more writing. */
    public static final int SHUT_WR = 1;
    /** Neither. */
    public static final int SHUT_RDWR = 2;

    // setsockopt(2): levels

    /** Any socket. */
    public static final int SOL_SOCKET = 1;
    /** IPv4. */
    public static final int SOL_IP = 0;
    /** TCP. */
    public static final int SOL_TCP = 6;
    /** UDP. */
    public static final int SOL_UDP = 17;
    /** IPv6. */
    public static final int SOL_IPV6 = 41;
    /** ICMP for IPv6. */
    public static final int SOL_ICMPV6 = 58;
    /** Raw. */
    public static final int SOL_RAW = 255;
    /** Packets. */
    public static final int SOL_PACKET = 263;
    /** Netlink. */
    public static final int SOL_NETLINK = 270;
    /** TLS in the kernel. */
    public static final int SOL_TLS = 282;

    // socket(7): options of SOL_SOCKET

    /** Debugging. */
    public static final int SO_DEBUG = 1;
    /** Bind to an address still in its after-life. */
    public static final int SO_REUSEADDR = 2;
    /** The type. */
    public static final int SO_TYPE = 3;
    /** The error waiting, which is cleared. */
    public static final int SO_ERROR = 4;
    /** No gateways. */
    public static final int SO_DONTROUTE = 5;
    /** Broadcasting allowed. */
    public static final int SO_BROADCAST = 6;
    /** Bytes for sending; Linux doubles it. */
    public static final int SO_SNDBUF = 7;
    /** Bytes for receiving; Linux doubles it. */
    public static final int SO_RCVBUF = 8;
    /** {@link #SO_SNDBUF} beyond the limit. */
    public static final int SO_SNDBUFFORCE = 32;
    /** {@link #SO_RCVBUF} beyond the limit. */
    public static final int SO_RCVBUFFORCE = 33;
    /** Send probes when idle. */
    public static final int SO_KEEPALIVE = 9;
    /** Urgent data among the rest. */
    public static final int SO_OOBINLINE = 10;
    /** No checksums. */
    public static final int SO_NO_CHECK = 11;
    /** Priority of packets. */
    public static final int SO_PRIORITY = 12;
    /** close waits for data to be sent. */
    public static final int SO_LINGER = 13;
    /** Ignored. */
    public static final int SO_BSDCOMPAT = 14;
    /** Several sockets share one address. */
    public static final int SO_REUSEPORT = 15;
    /** Receive credentials. */
    public static final int SO_PASSCRED = 16;
    /** Credentials of the peer. */
    public static final int SO_PEERCRED = 17;
    /** Least bytes to receive. */
    public static final int SO_RCVLOWAT = 18;
    /** Always 1. */
    public static final int SO_SNDLOWAT = 19;
    /** Time-out of receiving. */
    public static final int SO_RCVTIMEO = 20;
    /** Time-out of sending. */
    public static final int SO_SNDTIMEO = 21;
    /** Bind to an interface. */
    public static final int SO_BINDTODEVICE = 25;
    /** A packet filter. */
    public static final int SO_ATTACH_FILTER = 26;
    /** No packet filter. */
    public static final int SO_DETACH_FILTER = 27;
    /** Name of the peer; of old. */
    public static final int SO_PEERNAME = 28;
    /** Receive time stamps, in microseconds. */
    public static final int SO_TIMESTAMP = 29;
    /** Does it listen? */
    public static final int SO_ACCEPTCONN = 30;
    /** Security label of the peer. */
    public static final int SO_PEERSEC = 31;
    /** Receive security labels. */
    public static final int SO_PASSSEC = 34;
    /** Receive time stamps, in nanoseconds. */
    public static final int SO_TIMESTAMPNS = 35;
    /** Mark of packets. */
    public static final int SO_MARK = 36;
    /** Time stamps of many kinds. */
    public static final int SO_TIMESTAMPING = 37;
    /** The protocol. */
    public static final int SO_PROTOCOL = 38;
    /** The family. */
    public static final int SO_DOMAIN = 39;
    /** Receive counts of what was dropped. */
    public static final int SO_RXQ_OVFL = 40;
    /** Receive the state of wireless packets. */
    public static final int SO_WIFI_STATUS = 41;
    /** Where {@link #MSG_PEEK} starts. */
    public static final int SO_PEEK_OFF = 42;
    /** No frame checksum. */
    public static final int SO_NOFCS = 43;
    /** The filter stays. */
    public static final int SO_LOCK_FILTER = 44;
    /** The error queue is an exception to select. */
    public static final int SO_SELECT_ERR_QUEUE = 45;
    /** Microseconds of busy polling. */
    public static final int SO_BUSY_POLL = 46;
    /** Bytes a second at most. */
    public static final int SO_MAX_PACING_RATE = 47;
    /** Which extensions of filters. */
    public static final int SO_BPF_EXTENSIONS = 48;
    /** The processor that receives. */
    public static final int SO_INCOMING_CPU = 49;
    /** A filter in BPF. */
    public static final int SO_ATTACH_BPF = 50;
    /** A choice among sockets that share an address. */
    public static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    /** A choice among sockets that share an address, in BPF. */
    public static final int SO_ATTACH_REUSEPORT_EBPF = 52;
    /** The route seems bad. */
    public static final int SO_CNX_ADVICE = 53;
    /** Memory in use. */
    public static final int SO_MEMINFO = 55;
    /** The queue that receives. */
    public static final int SO_INCOMING_NAPI_ID = 56;
    /** A number of its own. */
    public static final int SO_COOKIE = 57;
    /** Groups of the peer. */
    public static final int SO_PEERGROUPS = 59;
    /** Sending without copying allowed. */
    public static final int SO_ZEROCOPY = 60;
    /** Send at a time. */
    public static final int SO_TXTIME = 61;
    /** Bind to an interface, by number. */
    public static final int SO_BINDTOIFINDEX = 62;
    /** No choice among sockets that share an address. */
    public static final int SO_DETACH_REUSEPORT_BPF = 68;
    /** Prefer busy polling. */
    public static final int SO_PREFER_BUSY_POLL = 69;
    /** Packets of one busy poll. */
    public static final int SO_BUSY_POLL_BUDGET = 70;
    /** Number of the network namespace. */
    public static final int SO_NETNS_COOKIE = 71;
    /** Keep buffer sizes. */
    public static final int SO_BUF_LOCK = 72;
    /** Reserve memory. */
    public static final int SO_RESERVE_MEM = 73;
    /** Change paths on trouble. */
    public static final int SO_TXREHASH = 74;
    /** Receive marks. */
    public static final int SO_RCVMARK = 75;
    /** Receive pidfds (Linux 6.5). */
    public static final int SO_PASSPIDFD = 76;
    /** Pidfd of the peer (Linux 6.5). */
    public static final int SO_PEERPIDFD = 77;
    /** Receive priorities (Linux 6.14). */
    public static final int SO_RCVPRIORITY = 82;
    /** Receive descriptors; on unless cleared (Linux 6.16). */
    public static final int SO_PASSRIGHTS = 83;

    // unix(7): kinds of control messages

    /** Descriptors. */
    public static final int SCM_RIGHTS = 1;
    /** Credentials. */
    public static final int SCM_CREDENTIALS = 2;
    /** Security label. */
    public static final int SCM_SECURITY = 3;
    /** Pidfd of the sender (Linux 6.5). */
    public static final int SCM_PIDFD = 4;
    /** Time stamp, in microseconds. */
    public static final int SCM_TIMESTAMP = 29;
    /** Time stamp, in nanoseconds. */
    public static final int SCM_TIMESTAMPNS = 35;

    // send(2), recv(2)

    /** Urgent data. */
    public static final int MSG_OOB = 0x1;
    /** Leave the data to be received again. */
    public static final int MSG_PEEK = 0x2;
    /** No gateways. */
    public static final int MSG_DONTROUTE = 0x4;
    /** Control data was cut off. */
    public static final int MSG_CTRUNC = 0x8;
    /** Do not send; find the path. */
    public static final int MSG_PROBE = 0x10;
    /** Data was cut off; asked for, gives the real length. */
    public static final int MSG_TRUNC = 0x20;
    /** Do not wait. */
    public static final int MSG_DONTWAIT = 0x40;
    /** End of a record. */
    public static final int MSG_EOR = 0x80;
    /** Wait for all. */
    public static final int MSG_WAITALL = 0x100;
    /** Internal to the kernel. */
    public static final int MSG_FIN = 0x200;
    /** Internal to the kernel. */
    public static final int MSG_SYN = 0x400;
    /** The path works. */
    public static final int MSG_CONFIRM = 0x800;
    /** Internal to the kernel. */
    public static final int MSG_RST = 0x1000;
    /** From the error queue. */
    public static final int MSG_ERRQUEUE = 0x2000;
    /** No {@code SIGPIPE}. */
    public static final int MSG_NOSIGNAL = 0x4000;
    /** More data follows. */
    public static final int MSG_MORE = 0x8000;
    /** recvmmsg: wait for the first alone. */
    public static final int MSG_WAITFORONE = 0x10000;
    /** sendmmsg: more messages follow. */
    public static final int MSG_BATCH = 0x40000;
    /** Send without copying. */
    public static final int MSG_ZEROCOPY = 0x4000000;
    /** Data with the connection. */
    public static final int MSG_FASTOPEN = 0x20000000;
    /** Descriptors received close on exec. */
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;
    /** The longest backlog, unless the system says otherwise. */
    public static final int SOMAXCONN = 4096;

    private Socket() {}
}
