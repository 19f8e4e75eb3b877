package io.unishim.net;

/** The network interfaces of a shim: its loopback. */
final class Interfaces {
    static final String LOOPBACK = "lo";
    static final int LOOPBACK_INDEX = 1;
    static final int LOOPBACK_MTU = 65_536;
    static final int LOOPBACK_QUEUE = 1000;

    /** IFF_UP, IFF_LOOPBACK, IFF_RUNNING. */
    static final int LOOPBACK_FLAGS = 0x49;

    private Interfaces() {}
}
