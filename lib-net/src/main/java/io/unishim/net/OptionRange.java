package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.abi.UdpOptions.*;
import static io.unishim.net.RareOptions.*;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What values an option takes.
 *
 * @param usual the value before it is set
 * @param least the least value, or the only one outside the range if it is {@link #instead}
 * @param most the greatest one
 * @param truth whether any number is taken, and only whether it is 0 is kept
 * @param instead what the least value stands for
 */
record OptionRange(int usual, int least, int most, boolean truth, int instead) {
    private static final Map<Long, OptionRange> ALL = new HashMap<>();

    static {
        for (int name : new int[] {
            IP_RECVERR,
            IP_RECVTTL,
            IP_RECVTOS,
            IP_PKTINFO,
            IP_RECVOPTS,
            IP_RETOPTS,
            IP_FREEBIND,
            IP_TRANSPARENT,
            IP_RECVORIGDSTADDR,
            IP_BIND_ADDRESS_NO_PORT,
            IP_PASSSEC, // no security module labels anything here
            IP_RECVFRAGSIZE // no datagram comes in fragments
        }) {
            truth(SOL_IP, name, 0);
        }
        truth(SOL_IP, IP_MULTICAST_LOOP, 1);
        range(SOL_IP, IP_MULTICAST_ALL, 1, 0, 1);
        range(SOL_IP, IP_MTU_DISCOVER, 1, 0, 5);
        range(SOL_IP, IP_MINTTL, 0, 0, 255);
        range(SOL_IP, IP_RECVERR_RFC4884, 0, 0, 1);
        range(SOL_IP, IP_LOCAL_PORT_RANGE, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        range(SOL_IP, IP_UNICAST_IF, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        ALL.put(key(SOL_IP, IP_TTL), new OptionRange(64, -1, 255, false, 64));
        ALL.put(key(SOL_IP, IP_MULTICAST_TTL), new OptionRange(1, -1, 255, false, 1));
        range(SOL_IP, IP_TOS, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);

        for (int name : new int[] {
            IPV6_RECVERR,
            IPV6_RECVPKTINFO,
            IPV6_RECVHOPLIMIT,
            IPV6_RECVTCLASS,
            IPV6_DONTFRAG,
            IPV6_FREEBIND,
            IPV6_TRANSPARENT,
            IPV6_ORIGDSTADDR,
            IPV6_2292PKTINFO,
            IPV6_2292HOPLIMIT,
            // No packet here has a flow label, an extension of its header, or comes in fragments.
            IPV6_FLOWINFO,
            IPV6_2292HOPOPTS,
            IPV6_2292DSTOPTS,
            IPV6_2292RTHDR,
            IPV6_RECVHOPOPTS,
            IPV6_RECVRTHDR,
            IPV6_RECVDSTOPTS,
            IPV6_RECVPATHMTU,
            IPV6_RECVFRAGSIZE,
            IPV6_ROUTER_ALERT_ISOLATE
        }) {
            truth(SOL_IPV6, name, 0);
        }
        truth(SOL_IPV6, IPV6_MULTICAST_ALL, 1);
        truth(SOL_IPV6, IPV6_AUTOFLOWLABEL, 1);
        range(SOL_IPV6, IPV6_MULTICAST_LOOP, 1, 0, 1);
        range(SOL_IPV6, IPV6_RECVERR_RFC4884, 0, 0, 1);
        range(SOL_IPV6, IPV6_MINHOPCOUNT, 0, 0, 255);
        range(SOL_IPV6, IPV6_UNICAST_IF, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        range(SOL_IPV6, IPV6_MTU_DISCOVER, 1, 0, 5);
        ALL.put(key(SOL_IPV6, IPV6_UNICAST_HOPS), new OptionRange(64, -1, 255, false, 64));
        ALL.put(key(SOL_IPV6, IPV6_MULTICAST_HOPS), new OptionRange(1, -1, 255, false, 1));
        ALL.put(key(SOL_IPV6, IPV6_TCLASS), new OptionRange(0, -1, 255, false, 0));

        truth(SOL_TCP, TCP_NODELAY, 0);
        truth(SOL_TCP, TCP_CORK, 0);
        truth(SOL_TCP, TCP_QUICKACK, 1);
        range(SOL_TCP, TCP_THIN_LINEAR_TIMEOUTS, 0, 0, 1);
        range(SOL_TCP, TCP_MAXSEG, 536, 88, 32_767);
        range(SOL_TCP, TCP_KEEPIDLE, 7200, 1, 32_767);
        range(SOL_TCP, TCP_KEEPINTVL, 75, 1, 32_767);
        range(SOL_TCP, TCP_KEEPCNT, 9, 1, 127);
        range(SOL_TCP, TCP_SYNCNT, 6, 1, 127);
        range(SOL_TCP, TCP_LINGER2, 60, -1, 120);
        range(SOL_TCP, TCP_DEFER_ACCEPT, 0, 0, Integer.MAX_VALUE);
        range(SOL_TCP, TCP_WINDOW_CLAMP, 0, 0, Integer.MAX_VALUE);
        range(SOL_TCP, TCP_USER_TIMEOUT, 0, 0, Integer.MAX_VALUE);
        range(SOL_TCP, TCP_FASTOPEN, 0, 0, Integer.MAX_VALUE);
        range(SOL_TCP, TCP_NOTSENT_LOWAT, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);

        range(SOL_TCP, TCP_THIN_DUPACK, 0, 0, 1);
        range(SOL_TCP, TCP_INQ, 0, 0, 1);
        range(SOL_TCP, TCP_RTO_MAX_MS, 120_000, 1000, 120_000);
        range(SOL_TCP, TCP_RTO_MIN_US, 200_000, 8000, 200_000);
        range(SOL_TCP, TCP_DELACK_MAX_US, 200_000, 8000, 200_000);

        truth(SOL_UDP, UDP_CORK, 0);
        truth(SOL_UDP, UDP_NO_CHECK6_TX, 0);
        truth(SOL_UDP, UDP_NO_CHECK6_RX, 0);
        truth(SOL_UDP, UDP_GRO, 0);
        range(SOL_UDP, UDP_SEGMENT, 0, 0, 65_535);
    }

    private static long key(int level, int name) {
        return (long) level << 32 | name;
    }

    private static void truth(int level, int name, int usual) {
        ALL.put(key(level, name), new OptionRange(usual, 0, 0, true, 0));
    }

    private static void range(int level, int name, int usual, int least, int most) {
        ALL.put(key(level, name), new OptionRange(usual, least, most, false, least));
    }

    /** @param stream whether it is asked of TCP. @return the range, or null if there is no such option */
    static @Nullable OptionRange of(int level, int name, boolean stream) {
        boolean datagrams =
                level == SOL_IP && name == IP_MULTICAST_TTL || level == SOL_IPV6 && name == IPV6_MULTICAST_HOPS;
        return datagrams && stream ? null : ALL.get(key(level, name));
    }

    boolean takes(int value) {
        return truth || value >= least && value <= most;
    }

    int kept(int value) {
        return truth ? value != 0 ? 1 : 0 : value == least ? instead : value;
    }
}
