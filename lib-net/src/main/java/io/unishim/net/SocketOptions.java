package io.unishim.net;

import java.util.HashMap;
import java.util.Map;

/** What {@code setsockopt(2)} can set on every socket. */
final class SocketOptions {
    /** Linux's default of net.core.wmem_default and rmem_default. */
    static final int DEFAULT_BUFFER = 212_992;

    volatile int sendBuffer = DEFAULT_BUFFER;
    volatile int receiveBuffer = DEFAULT_BUFFER;
    /** Whether the program chose them: else Linux tunes those of TCP itself. */
    volatile boolean sendBufferSet;

    volatile boolean receiveBufferSet;
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
    /** The option that asked for time stamps of messages, 0 for none. */
    volatile int timestamp;

    /** Flags of SO_TIMESTAMPING, and the option that set them. */
    volatile int timestamping;

    volatile int timestampingKind;

    volatile boolean noChecksums;
    volatile boolean countsDrops;
    volatile boolean errorsAreExceptions;

    /** SO_ZEROCOPY: whether sends with MSG_ZEROCOPY are told of when they are done. */
    volatile boolean zeroCopy;

    volatile int mark;
    volatile int busyPoll;
    /** Bytes a second; -1 for no limit. */
    volatile long pacingRate = -1;
    /** The interface it is bound to, or the empty string. */
    volatile String device = "";

    /** SO_PEEK_OFF: where MSG_PEEK begins, which it moves on; below 0 for always the beginning. */
    volatile int peekOffset = -1;

    volatile boolean passPidfd;
    volatile boolean passRights = true;

    /** SO_INQ: whether a receiver is told how much is left. */
    volatile boolean tellsRest;

    volatile boolean receivesMark;
    volatile boolean receivesPriority;

    /** Values that are kept and change nothing here, by name. */
    private volatile Map<Integer, Integer> rest = Map.of();

    void note(int name, int value) {
        Map<Integer, Integer> more = new HashMap<>(rest);
        more.put(name, value);
        rest = Map.copyOf(more);
    }

    int noted(int name, int usual) {
        return rest.getOrDefault(name, usual);
    }

    /** Takes over what an accepted connection has from its listener. */
    void copy(SocketOptions from) {
        sendBuffer = from.sendBuffer;
        receiveBuffer = from.receiveBuffer;
        sendBufferSet = from.sendBufferSet;
        receiveBufferSet = from.receiveBufferSet;
        sendTimeout = from.sendTimeout;
        receiveTimeout = from.receiveTimeout;
        receiveLowMark = from.receiveLowMark;
        reuseAddress = from.reuseAddress;
        reusePort = from.reusePort;
        keepAlive = from.keepAlive;
        broadcast = from.broadcast;
        outOfBandInline = from.outOfBandInline;
        dontRoute = from.dontRoute;
        priority = from.priority;
        linger = from.linger;
        lingerSeconds = from.lingerSeconds;
        timestamp = from.timestamp;
        timestamping = from.timestamping;
        timestampingKind = from.timestampingKind;
        zeroCopy = from.zeroCopy;
        peekOffset = from.peekOffset;
        rest = from.rest;
        mark = from.mark;
        busyPoll = from.busyPoll;
        pacingRate = from.pacingRate;
        device = from.device;
    }
}
