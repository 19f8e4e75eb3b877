package io.unishim.net;

/** What a port belongs to. */
public enum Protocol {
    /** Connections (man 7 tcp). */
    TCP,

    /** Datagrams (man 7 udp). */
    UDP
}
