package io.unishim.net;

/** States of a TCP socket, by the numbers that Linux tells in TCP_INFO and {@code /proc/net/tcp}. */
final class TcpState {
    static final int ESTABLISHED = 1;
    static final int SYN_SENT = 2;
    static final int SYN_RECV = 3;
    static final int FIN_WAIT1 = 4;
    static final int FIN_WAIT2 = 5;
    static final int CLOSE = 7;
    static final int CLOSE_WAIT = 8;
    static final int LAST_ACK = 9;
    static final int LISTEN = 10;
    static final int CLOSING = 11;

    private TcpState() {}
}
