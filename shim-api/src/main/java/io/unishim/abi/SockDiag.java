package io.unishim.abi;

/** Questions about sockets over netlink: {@code sock_diag(7)}. */
public final class SockDiag {
    // linux/sock_diag.h: types of messages

    /** A question about sockets of a family, or an answer. */
    public static final int SOCK_DIAG_BY_FAMILY = 20;
    /** End a connection. */
    public static final int SOCK_DESTROY = 21;

    // linux/inet_diag.h: types of messages of old

    /** TCP. */
    public static final int TCPDIAG_GETSOCK = 18;
    /** DCCP. */
    public static final int DCCPDIAG_GETSOCK = 19;

    // linux/inet_diag.h: attributes of a question

    /** A filter. */
    public static final int INET_DIAG_REQ_BYTECODE = 1;
    /** The protocol, if it is more than a byte. */
    public static final int INET_DIAG_REQ_PROTOCOL = 3;

    // linux/inet_diag.h: operations of a filter

    /** Nothing. */
    public static final int INET_DIAG_BC_NOP = 0;
    /** Always no. */
    public static final int INET_DIAG_BC_JMP = 1;
    /** The own port is that or above. */
    public static final int INET_DIAG_BC_S_GE = 2;
    /** The own port is that or below. */
    public static final int INET_DIAG_BC_S_LE = 3;
    /** The other end's port is that or above. */
    public static final int INET_DIAG_BC_D_GE = 4;
    /** The other end's port is that or below. */
    public static final int INET_DIAG_BC_D_LE = 5;
    /** The port was chosen by the kernel. */
    public static final int INET_DIAG_BC_AUTO = 6;
    /** The own address and port. */
    public static final int INET_DIAG_BC_S_COND = 7;
    /** The other end's address and port. */
    public static final int INET_DIAG_BC_D_COND = 8;
    /** The interface to which it is bound. */
    public static final int INET_DIAG_BC_DEV_COND = 9;
    /** The mark. */
    public static final int INET_DIAG_BC_MARK_COND = 10;
    /** The own port is that. */
    public static final int INET_DIAG_BC_S_EQ = 11;
    /** The other end's port is that. */
    public static final int INET_DIAG_BC_D_EQ = 12;
    /** The cgroup. */
    public static final int INET_DIAG_BC_CGROUP_COND = 13;

    // linux/inet_diag.h: attributes of an answer

    /** Memory in use, in four numbers. */
    public static final int INET_DIAG_MEMINFO = 1;
    /** What {@code TCP_INFO} tells. */
    public static final int INET_DIAG_INFO = 2;
    /** Congestion control, by name. */
    public static final int INET_DIAG_CONG = 4;
    /** Type of service. */
    public static final int INET_DIAG_TOS = 5;
    /** Traffic class. */
    public static final int INET_DIAG_TCLASS = 6;
    /** What {@code SO_MEMINFO} tells. */
    public static final int INET_DIAG_SKMEMINFO = 7;
    /** Which directions are shut down. */
    public static final int INET_DIAG_SHUTDOWN = 8;
    /** No IPv4. */
    public static final int INET_DIAG_SKV6ONLY = 11;
    /** The mark. */
    public static final int INET_DIAG_MARK = 15;
    /** The class of traffic. */
    public static final int INET_DIAG_CLASS_ID = 17;
    /** Options, a bit each. */
    public static final int INET_DIAG_SOCKOPT = 22;

    // linux/unix_diag.h: what is asked for

    /** The name. */
    public static final int UDIAG_SHOW_NAME = 1;
    /** The file that is the name. */
    public static final int UDIAG_SHOW_VFS = 2;
    /** The other end. */
    public static final int UDIAG_SHOW_PEER = 4;
    /** Who waits to be accepted. */
    public static final int UDIAG_SHOW_ICONS = 8;
    /** The lengths of queues. */
    public static final int UDIAG_SHOW_RQLEN = 0x10;
    /** Memory in use. */
    public static final int UDIAG_SHOW_MEMINFO = 32;
    /** The owner. */
    public static final int UDIAG_SHOW_UID = 64;

    // linux/unix_diag.h: attributes of an answer

    /** The name. */
    public static final int UNIX_DIAG_NAME = 0;
    /** The file that is the name. */
    public static final int UNIX_DIAG_VFS = 1;
    /** The inode of the other end. */
    public static final int UNIX_DIAG_PEER = 2;
    /** The inodes of those who wait to be accepted. */
    public static final int UNIX_DIAG_ICONS = 3;
    /** The lengths of queues. */
    public static final int UNIX_DIAG_RQLEN = 4;
    /** Memory in use. */
    public static final int UNIX_DIAG_MEMINFO = 5;
    /** Which directions are shut down. */
    public static final int UNIX_DIAG_SHUTDOWN = 6;
    /** The owner. */
    public static final int UNIX_DIAG_UID = 7;

    // linux/netlink_diag.h

    /** All protocols. */
    public static final int NDIAG_PROTO_ALL = 255;

    private SockDiag() {}
}
