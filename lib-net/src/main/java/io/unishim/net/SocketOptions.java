package io.unishim.net;

/** What {@code setsockopt(2)} can set on every socket. */
final class SocketOptions {
    /** Linux's default of net.core.wmem_default and rmem_default. */
    static final int DEFAULT_BUFFER = 212_992;

    volatile int sendBuffer = DEFAULT_BUFFER;
    volatile int receiveBuffer = DEFAULT_BUFFER;
    /** Nanoseconds; 0 for no limit. */
    volatile long sendTimeout;

    volatile long receiveTimeout;
    volatile int receiveLowMark = 1;
    volatile boolean passCredentials;
    volatile boolean reuseAddress;
    volatile boolean reusePort;
    volatile boolean keepAlive;
    volatile boolean broadcast;
    volatile boolean outOfBandInline;
    volatile boolean dontRoute;
    volatile int priority;
    volatile boolean linger;
    volatile int lingerSeconds;
    volatile boolean timestamp;
}
