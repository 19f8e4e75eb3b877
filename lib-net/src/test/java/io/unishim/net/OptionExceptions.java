package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.abi.UdpOptions.*;
import static io.unishim.net.RareOptions.*;

import java.util.HashMap;
import java.util.Map;

/** Options that are not the same on the host and on a shim, and why. */
final class OptionExceptions {
    private static final Map<Long, String> REASONS = new HashMap<>();

    static {
        because(
                "filters are not built",
                SOL_SOCKET,
                SO_ATTACH_FILTER,
                SO_DETACH_FILTER,
                SO_LOCK_FILTER,
                SO_BPF_EXTENSIONS,
                SO_ATTACH_BPF,
                SO_ATTACH_REUSEPORT_CBPF,
                SO_ATTACH_REUSEPORT_EBPF,
                SO_DETACH_REUSEPORT_BPF);
        because("packets of which stamps are told are not told", SOL_SOCKET, SO_TIMESTAMPING, SO_TIMESTAMPING_NEW);
        because("nothing is sent at a time that was said before", SOL_SOCKET, SO_TXTIME);
        because("sending from memory of devices is not built", SOL_SOCKET, 80);
        because("options of the header of IP are not built", SOL_IP, IP_OPTIONS);
        because("datagrams have no check sum here", SOL_IP, 23);
        because("the host has a way to the world, by which it finds an interface", SOL_IP, IP_DROP_MEMBERSHIP);
        because("which congestion control there is differs from host to host", SOL_TCP, TCP_CONGESTION, TCP_CC_INFO);
        because("there are no segments, whose headers could be kept", SOL_TCP, TCP_SAVE_SYN, TCP_SAVED_SYN);
        because("connections are not opened by data", SOL_TCP, TCP_FASTOPEN_CONNECT, 33, 34);
        because("receiving into the program's own pages is not built", SOL_TCP, TCP_ZEROCOPY_RECEIVE);
        because("links delay, sockets do not", SOL_TCP, TCP_TX_DELAY);
        because("segments are not signed", SOL_TCP, 38, 39, 40, 41, 42);
        because("datagrams are not decapsulated", SOL_UDP, UDP_ENCAP);
        because("the options of RFC 2292 that are set together are not built", SOL_IPV6, 6);
        because("the host may have more interfaces", SOL_IPV6, IPV6_MULTICAST_IF);
        because("there are no flow labels", SOL_IPV6, 33);
        because("there is no netfilter", SOL_IPV6, 68, 69);
    }

    private OptionExceptions() {}

    private static void because(String reason, int level, int... names) {
        for (int name : names) {
            REASONS.put((long) level << 32 | name, reason);
        }
    }

    /** @return whether what is read differs from run to run */
    static boolean differentEachTime(int level, int name) {
        boolean clock = level == SOL_TCP && name == TCP_TIMESTAMP;
        return clock || level == SOL_SOCKET && (name == SO_COOKIE || name == SO_NETNS_COOKIE);
    }

    /** @return whether the most that a value can be depends on how the host is set up */
    static boolean tuned(int level, int name) {
        return level == SOL_SOCKET && name == SO_RCVLOWAT;
    }

    static boolean notCompared(int level, int name) {
        return REASONS.containsKey((long) level << 32 | name);
    }
}
