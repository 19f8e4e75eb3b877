package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.abi.UdpOptions.*;
import static io.unishim.net.RareOptions.*;

import java.util.HashMap;
import java.util.List;
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
    volatile boolean errors6;
    volatile boolean originalDestination;
    volatile boolean originalDestination6;

    /** The older numbers for what IPV6_RECVPKTINFO and IPV6_RECVHOPLIMIT ask for. */
    volatile boolean oldPacketInfo6;

    volatile boolean oldHopLimit;

    /** TCP_INQ: whether a receiver is told how much is left. */
    volatile boolean tellsRest;

    /** UDP_SEGMENT: how long the datagrams are that one send is cut into, 0 for one. */
    volatile int segment;

    /** IP_LOCAL_PORT_RANGE: the first port that is chosen, and above it the last; 0 for the system's. */
    volatile int portRange;

    /** The interface by which it speaks to groups, 0 for any, and its address there, of version 4 and 6. */
    volatile int speaker;

    volatile Ip speakerIp = Ip.ANY4;
    volatile int speaker6;

    /** The address that IPV6_PKTINFO says, or null. */
    volatile @Nullable Ip source6;

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

    /** @return what was set, by level and name */
    synchronized List<Map.Entry<Long, Integer>> all() {
        return List.copyOf(set.entrySet());
    }

    void speaks(int index, Ip by) {
        speaker = index;
        speakerIp = by;
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
                case IP_RECVORIGDSTADDR -> originalDestination = on;
                case IP_LOCAL_PORT_RANGE -> portRange = value;
                default -> {}
            }
        } else if (level == SOL_IPV6) {
            switch (name) {
                case IPV6_RECVPKTINFO -> packetInfo6 = on;
                case IPV6_RECVHOPLIMIT -> hopLimit = on;
                case IPV6_RECVTCLASS -> trafficClass = on;
                case IPV6_RECVERR -> errors6 = on;
                case IPV6_FREEBIND -> freeBind = on;
                case IPV6_ORIGDSTADDR -> originalDestination6 = on;
                case IPV6_2292PKTINFO -> oldPacketInfo6 = on;
                case IPV6_2292HOPLIMIT -> oldHopLimit = on;
                default -> {}
            }
        } else if (level == SOL_TCP && name == TCP_INQ) {
            tellsRest = on;
        } else if (level == SOL_UDP && name == UDP_SEGMENT) {
            segment = value;
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
        made.errors6 = errors6;
        return made;
    }
}
