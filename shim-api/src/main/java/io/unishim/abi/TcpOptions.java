package io.unishim.abi;

/** Options of sockets of TCP, level {@code IPPROTO_TCP}: {@code tcp(7)}. */
public final class TcpOptions {
    /** Send at once. */
    public static final int TCP_NODELAY = 1;
    /** Largest segment. */
    public static final int TCP_MAXSEG = 2;
    /** Hold back what is not full. */
    public static final int TCP_CORK = 3;
    /** Seconds before probes. */
    public static final int TCP_KEEPIDLE = 4;
    /** Seconds between probes. */
    public static final int TCP_KEEPINTVL = 5;
    /** How many probes. */
    public static final int TCP_KEEPCNT = 6;
    /** How many attempts to connect. */
    public static final int TCP_SYNCNT = 7;
    /** Seconds in FIN-WAIT-2. */
    public static final int TCP_LINGER2 = 8;
    /** accept waits for data. */
    public static final int TCP_DEFER_ACCEPT = 9;
    /** Largest window. */
    public static final int TCP_WINDOW_CLAMP = 10;
    /** The state of the connection. */
    public static final int TCP_INFO = 11;
    /** Acknowledge at once. */
    public static final int TCP_QUICKACK = 12;
    /** Congestion control, by name. */
    public static final int TCP_CONGESTION = 13;
    /** Signatures. */
    public static final int TCP_MD5SIG = 14;
    /** For thin streams. */
    public static final int TCP_THIN_LINEAR_TIMEOUTS = 16;
    /** For thin streams. */
    public static final int TCP_THIN_DUPACK = 17;
    /** Milliseconds before giving up. */
    public static final int TCP_USER_TIMEOUT = 18;
    /** Checkpoint and restore. */
    public static final int TCP_REPAIR = 19;
    /** Queue of connections that bring data. */
    public static final int TCP_FASTOPEN = 23;
    /** Offset of time stamps. */
    public static final int TCP_TIMESTAMP = 24;
    /** Writable below so many bytes not sent. */
    public static final int TCP_NOTSENT_LOWAT = 25;
    /** State of congestion control. */
    public static final int TCP_CC_INFO = 26;
    /** Keep the first segment. */
    public static final int TCP_SAVE_SYN = 27;
    /** The first segment kept. */
    public static final int TCP_SAVED_SYN = 28;
    /** Data with the connection, by connect. */
    public static final int TCP_FASTOPEN_CONNECT = 30;
    /** A layer above, such as "tls". */
    public static final int TCP_ULP = 31;
    /** Receive without copying. */
    public static final int TCP_ZEROCOPY_RECEIVE = 35;
    /** Receive how much is left. */
    public static final int TCP_INQ = 36;
    /** Delay of sending. */
    public static final int TCP_TX_DELAY = 37;

    private TcpOptions() {}
}
