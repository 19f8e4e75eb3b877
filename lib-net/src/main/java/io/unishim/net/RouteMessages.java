package io.unishim.net;

import static io.unishim.abi.Netlink.*;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_UNSPEC;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What rtnetlink tells of a shim's interfaces, addresses and routes (man 7 rtnetlink). */
final class RouteMessages {
    private static final int FOREVER = -1;
    /** The kernel's metric of routes of version 6 that come with an address. */
    private static final int METRIC6 = 256;

    /** IF_OPER_UNKNOWN, IF_OPER_UP. */
    private static final int STATE_UNKNOWN = 0;

    private static final int STATE_UP = 6;

    /** RTCF_LOCAL. */
    private static final int LOCAL = 1 << 31;

    private final InetStack stack;
    private final Interfaces interfaces;

    RouteMessages(InetStack stack) {
        this.stack = stack;
        this.interfaces = stack.interfaces();
    }

    /** Tells everything of a kind. @param family AF_UNSPEC for all. @return whether there is such a question */
    boolean dump(int type, int family, NetlinkWriter out) {
        switch (type) {
            case RTM_GETLINK -> interfaces.all().forEach(each -> link(each, NLM_F_MULTI, out));
            case RTM_GETADDR -> interfaces.all().forEach(each -> addresses(each, family, out));
            case RTM_GETROUTE -> interfaces.all().forEach(each -> routes(each, family, out));
            case RTM_GETRULE -> rules(family, out);
            case RTM_GETNEIGH -> interfaces.all().forEach(each -> neighbours(each, family, out));
            default -> {
                return false;
            }
        }
        return true;
    }

    void link(Interface of, int flags, NetlinkWriter out) {
        out.begin(RTM_NEWLINK, flags)
                .bytes(AF_UNSPEC, 0)
                .half(of.hardwareType())
                .word(of.index())
                .word(of.allFlags())
                .word(0);
        out.attribute(IFLA_IFNAME, of.name())
                .attribute(IFLA_TXQLEN, Interface.QUEUE)
                .attributeByte(IFLA_OPERSTATE, of.isLoopback() ? STATE_UNKNOWN : STATE_UP)
                .attributeByte(IFLA_LINKMODE, 0)
                .attribute(IFLA_MTU, of.mtu())
                .attribute(IFLA_GROUP, 0)
                .attribute(IFLA_PROMISCUITY, 0)
                .attribute(IFLA_NUM_TX_QUEUES, 1)
                .attribute(IFLA_NUM_RX_QUEUES, 1)
                .attributeByte(IFLA_CARRIER, 1)
                .attribute(IFLA_QDISC, "noqueue")
                .attributeBytes(IFLA_ADDRESS, of.hardwareBytes());
        byte[] everybody = new byte[6];
        Arrays.fill(everybody, (byte) (of.isLoopback() ? 0 : 0xff));
        out.attributeBytes(IFLA_BROADCAST, everybody)
                .attributeBytes(IFLA_STATS64, new byte[25 * 8])
                .attributeBytes(IFLA_STATS, new byte[25 * 4])
                .end();
    }

    private static int scope(Interface of) {
        return of.isLoopback() ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
    }

    private static boolean wanted(Assigned each, int family) {
        return family == AF_UNSPEC || family == family(each.ip());
    }

    private static int family(Ip ip) {
        return ip.isV4() ? AF_INET : AF_INET6;
    }

    private void addresses(Interface of, int family, NetlinkWriter out) {
        for (Assigned each : of.addresses()) {
            if (!wanted(each, family)) {
                continue;
            }
            Ip ip = each.ip();
            out.begin(RTM_NEWADDR, NLM_F_MULTI)
                    .bytes(family(ip), each.prefix(), IFA_F_PERMANENT, scope(of))
                    .word(of.index());
            out.attribute(IFA_ADDRESS, ip);
            if (ip.isV4()) {
                out.attribute(IFA_LOCAL, ip);
                if (!of.isLoopback()) {
                    out.attribute(IFA_BROADCAST, each.broadcast());
                }
                out.attribute(IFA_LABEL, of.name());
            }
            out.attribute(IFA_FLAGS, IFA_F_PERMANENT);
            ByteBuffer valid = ByteBuffer.allocate(16);
            out.attributeBytes(
                            IFA_CACHEINFO, valid.putInt(FOREVER).putInt(FOREVER).array())
                    .end();
        }
    }

    /** Who else is in the network, as if all had been asked for their hardware addresses. */
    private void neighbours(Interface of, int family, NetlinkWriter out) {
        for (NetworkMember member : stack.neighbours(of)) {
            for (Assigned each : member.addresses()) {
                if (wanted(each, family)) {
                    out.begin(RTM_NEWNEIGH, NLM_F_MULTI)
                            .bytes(family(each.ip()), 0, 0, 0)
                            .word(of.index())
                            .half(NUD_REACHABLE)
                            .bytes(0, RTN_UNICAST);
                    out.attribute(NDA_DST, each.ip())
                            .attributeBytes(NDA_LLADDR, Interface.bytes(member.hardware()))
                            .end();
                }
            }
        }
    }

    private void routes(Interface of, int family, NetlinkWriter out) {
        for (Assigned each : of.addresses()) {
            if (!wanted(each, family)) {
                continue;
            }
            Ip ip = each.ip();
            int whole = ip.isV4() ? 32 : 128;
            if (!ip.isV4()) {
                route(out, RT_TABLE_MAIN, RTN_UNICAST, RT_SCOPE_UNIVERSE, each.network(), each.prefix(), null, of);
                route(out, RT_TABLE_LOCAL, RTN_LOCAL, RT_SCOPE_UNIVERSE, ip, whole, null, of);
            } else if (of.isLoopback()) {
                route(out, RT_TABLE_LOCAL, RTN_LOCAL, RT_SCOPE_HOST, each.network(), each.prefix(), ip, of);
                route(out, RT_TABLE_LOCAL, RTN_LOCAL, RT_SCOPE_HOST, ip, whole, ip, of);
                route(out, RT_TABLE_LOCAL, RTN_BROADCAST, RT_SCOPE_LINK, each.broadcast(), whole, ip, of);
            } else {
                route(out, RT_TABLE_MAIN, RTN_UNICAST, RT_SCOPE_LINK, each.network(), each.prefix(), ip, of);
                route(out, RT_TABLE_LOCAL, RTN_LOCAL, RT_SCOPE_HOST, ip, whole, ip, of);
                route(out, RT_TABLE_LOCAL, RTN_BROADCAST, RT_SCOPE_LINK, each.broadcast(), whole, ip, of);
            }
        }
    }

    private static void route(
            NetlinkWriter out,
            int table,
            int type,
            int scope,
            Ip to,
            int prefix,
            @org.jspecify.annotations.Nullable Ip source,
            Interface by) {
        out.begin(RTM_NEWROUTE, NLM_F_MULTI)
                .bytes(family(to), prefix, 0, 0, table, RTPROT_KERNEL, scope, type)
                .word(0);
        out.attribute(RTA_TABLE, table).attribute(RTA_DST, to);
        if (!to.isV4()) {
            out.attribute(RTA_PRIORITY, type == RTN_LOCAL ? 0 : METRIC6);
        }
        if (source != null) {
            out.attribute(RTA_PREFSRC, source);
        }
        out.attribute(RTA_OIF, by.index()).end();
    }

    /** The answer to which way packets for an address go. */
    void chosenRoute(Ip to, Interface by, NetlinkWriter out) {
        boolean own = interfaces.isLocal(to);
        // As Linux: version 4 does not say which table it was.
        int table = own && !to.isV4() ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
        out.begin(RTM_NEWROUTE, 0)
                .bytes(
                        family(to),
                        to.isV4() ? 32 : 128,
                        0,
                        0,
                        table,
                        0,
                        RT_SCOPE_UNIVERSE,
                        own ? RTN_LOCAL : RTN_UNICAST)
                .word(RTM_F_CLONED | (own && to.isV4() ? LOCAL : 0));
        out.attribute(RTA_TABLE, table)
                .attribute(RTA_DST, to)
                .attribute(RTA_OIF, by.index())
                .attribute(RTA_PREFSRC, interfaces.source(to));
        if (!to.isV4()) {
            out.attribute(RTA_PRIORITY, 0);
        }
        out.attributeBytes(RTA_CACHEINFO, new byte[32]).end();
    }

    /** The rules that there are unless somebody changes them. */
    private static void rules(int family, NetlinkWriter out) {
        for (int each : new int[] {AF_INET, AF_INET6}) {
            if (family == AF_UNSPEC || family == each) {
                rule(out, each, RT_TABLE_LOCAL, 0);
                rule(out, each, RT_TABLE_MAIN, 32_766);
                if (each == AF_INET) {
                    rule(out, each, RT_TABLE_DEFAULT, 32_767);
                }
            }
        }
    }

    private static void rule(NetlinkWriter out, int family, int table, int order) {
        out.begin(RTM_NEWRULE, NLM_F_MULTI)
                .bytes(family, 0, 0, 0, table, 0, 0, FR_ACT_TO_TBL)
                .word(0);
        out.attribute(FRA_TABLE, table).attribute(FRA_SUPPRESS_PREFIXLEN, -1);
        if (order != 0) {
            out.attribute(FRA_PRIORITY, order);
        }
        out.attributeByte(FRA_PROTOCOL, RTPROT_KERNEL).end();
    }
}
