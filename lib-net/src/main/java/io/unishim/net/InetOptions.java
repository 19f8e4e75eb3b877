package io.unishim.net;

import static io.unishim.abi.Socket.*;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options of the levels IP, IPv6, TCP and UDP that one socket was given. Those that change what it does have fields. */
final class InetOptions {
    /** Values that were set, by level and name; others have their defaults. Guarded by this. */
    private final Map<Long, Integer> set = new HashMap<>(4);

    volatile boolean onlyV6;
    volatile boolean freeBind;

    /** IP_PKTINFO, IPV6_RECVPKTINFO and their kin: what a receiver wants to be told. */
    volatile boolean packetInfo;

    volatile boolean packetInfo6;
    volatile boolean timeToLive;
    volatile boolean hopLimit;
    volatile boolean typeOfService;
    volatile boolean trafficClass;
    volatile boolean errors;

    InetOptions() {}

    private static long key(int level, int name) {
        return (long) level << 32 | name;
    }

    synchronized void put(int level, int name, int value) {
        set.put(key(level, name), value);
    }

    synchronized @Nullable Integer get(int level, int name) {
        return set.get(key(level, name));
    }

    /** Notes what changes what the socket does. */
    void apply(int level, int name, int value) {
        boolean on = value != 0;
        if (level == SOL_IP) {
            switch (name) {
                case IP_PKTINFO -> packetInfo = on;
                case IP_RECVTTL -> timeToLive = on;
                case IP_RECVTOS -> typeOfService = on;
                case IP_RECVERR -> errors = on;
                case IP_FREEBIND -> freeBind = on;
                default -> {}
            }
        } else if (level == SOL_IPV6) {
            switch (name) {
                case IPV6_RECVPKTINFO -> packetInfo6 = on;
                case IPV6_RECVHOPLIMIT -> hopLimit = on;
                case IPV6_RECVTCLASS -> trafficClass = on;
                case IPV6_RECVERR -> errors = on;
                case IPV6_FREEBIND -> freeBind = on;
                default -> {}
            }
        }
    }

    /** @return a number that was set, or what holds without */
    int get(int level, int name, int usual) {
        Integer value = get(level, name);
        return value == null ? usual : value;
    }

    /** @return the options of an accepted connection: its listener's */
    synchronized InetOptions copy() {
        InetOptions made = new InetOptions();
        made.set.putAll(set);
        made.onlyV6 = onlyV6;
        made.packetInfo = packetInfo;
        made.packetInfo6 = packetInfo6;
        made.errors = errors;
        return made;
    }
}
