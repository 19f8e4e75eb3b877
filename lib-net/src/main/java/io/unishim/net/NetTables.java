package io.unishim.net;

import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.IPPROTO_TCP;
import static io.unishim.abi.Socket.IPPROTO_UDP;
import static io.unishim.abi.Socket.IPPROTO_UDPLITE;

import io.unishim.Shim;
import io.unishim.file.NetworkFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc/net} (man 5 proc). Sockets are found by the descriptors of processes, and among connections. */
final class NetTables implements NetworkFiles {
    private static final String TCP_HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                    + "  timeout inode                                                     \n";
    private static final String TCP6_HEAD =
            "  sl  local_address                         remote_address                     "
                    + "   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String UDP_HEAD =
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                    + "  timeout inode ref pointer drops            \n";
    private static final String DEV_HEAD =
            "Inter-|   Receive                                                |  Transmit\n"
                    + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier"
                    + " compressed\n";
    private static final String ROUTE_HEAD =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
    private static final String NO_COUNTS =
            "       0       0    0    0    0     0          0         0        0       0    0    0"
                    + "    0     0       0          0\n";

    /** RTF_UP. */
    private static final int ROUTE_UP = 1;

    private final Shim shim;
    private final InetStack stack;

    NetTables(Shim shim, InetStack stack) {
        this.shim = shim;
        this.stack = stack;
    }

    @Override
    public Map<String, Text> tables() {
        Map<String, Text> tables = new LinkedHashMap<>();
        tables.put("tcp", reader -> TCP_HEAD + inet(IPPROTO_TCP, false));
        tables.put("tcp6", reader -> TCP6_HEAD + inet(IPPROTO_TCP, true));
        tables.put("udp", reader -> UDP_HEAD + inet(IPPROTO_UDP, false));
        tables.put("udp6", reader -> TCP6_HEAD.stripTrailing() + " ref pointer drops\n" + inet(IPPROTO_UDP, true));
        tables.put("udplite", reader -> UDP_HEAD + inet(IPPROTO_UDPLITE, false));
        tables.put(
                "udplite6", reader -> TCP6_HEAD.stripTrailing() + " ref pointer drops\n" + inet(IPPROTO_UDPLITE, true));
        tables.put("unix", reader -> unix());
        tables.put("dev", reader -> devices());
        tables.put("route", reader -> routes());
        tables.put("if_inet6", reader -> addresses6());
        tables.put("ipv6_route", reader -> routes6());
        tables.put("arp", reader -> "IP address       HW type     Flags       HW address            Mask     Device\n");
        tables.put("sockstat", reader -> counts());
        tables.put("sockstat6", reader -> counts6());
        tables.put("snmp", reader -> NetCounters.snmp(established()));
        tables.put("netstat", reader -> NetCounters.netstat());
        tables.put("packet", reader -> "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n");
        tables.put("raw", reader -> UDP_HEAD.replace("   sl", "  sl"));
        tables.put("raw6", reader -> TCP6_HEAD.stripTrailing() + " ref pointer drops\n");
        return tables;
    }

    @Override
    public Map<String, Setting> settings() {
        return stack.settings().all();
    }

    private Collection<OpenSocket> sockets(int protocol, boolean six) {
        Collection<OpenSocket> all = new ArrayList<>();
        for (OpenSocket each : OpenSocket.all(shim, stack)) {
            if (each.socket() instanceof InetSocket inet
                    && inet.protocol() == protocol
                    && inet.isV6() == six
                    && inet.local != null) {
                all.add(each);
            }
        }
        return all;
    }

    private int established() {
        int count = 0;
        for (OpenSocket each : OpenSocket.all(shim, stack)) {
            boolean counts = each.socket() instanceof TcpSocket tcp
                    && (tcp.state == TcpState.ESTABLISHED || tcp.state == TcpState.CLOSE_WAIT);
            count += counts ? 1 : 0;
        }
        return count;
    }

    private String inet(int protocol, boolean six) {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (OpenSocket open : sockets(protocol, six)) {
            InetSocket each = (InetSocket) open.socket();
            boolean tcp = each instanceof TcpSocket;
            int state = each instanceof TcpSocket socket
                    ? socket.state
                    : each.remote() == null ? TcpState.CLOSE : TcpState.ESTABLISHED;
            if (tcp && state == TcpState.CLOSE) {
                continue;
            }
            String entry = String.format(
                    Locale.ROOT,
                    "%" + (tcp ? "4" : "5") + "d: %s %s %02X %08X:%08X 00:00000000 00000000 %5d        0 %d %s",
                    line++,
                    end(each.local, six),
                    end(each.remote(), six),
                    state,
                    0,
                    each.queued(),
                    open.uid(),
                    open.inode(),
                    tcp ? "1 0000000000000000 20 4 30 10 -1" : "2 0000000000000000 0");
            text.append(entry);
            // As Linux: lines of version 4 are padded.
            text.append(" ".repeat(six ? 0 : Math.max(0, (tcp ? 149 : 127) - entry.length())))
                    .append('\n');
        }
        return text.toString();
    }

    private static String end(@Nullable Endpoint of, boolean six) {
        Endpoint end = of == null ? (six ? Endpoint.NONE6 : Endpoint.NONE4) : of;
        Ip ip = end.ip();
        String address =
                six ? word(ip.high() >>> 32) + word(ip.high()) + word(ip.low() >>> 32) + word(ip.low()) : word(ip.v4());
        return address + String.format(Locale.ROOT, ":%04X", end.port());
    }

    /** Words as this machine's memory has them. */
    private static String word(long bits) {
        return String.format(Locale.ROOT, "%08X", Integer.reverseBytes((int) bits));
    }

    private String unix() {
        StringBuilder text = new StringBuilder("Num       RefCount Protocol Flags    Type St Inode Path\n");
        for (OpenSocket open : OpenSocket.all(shim, stack)) {
            Socket each = open.socket();
            if (each.domain() != AF_UNIX) {
                continue;
            }
            byte[] name = each.name();
            String path = new String(name, 2, name.length - 2, StandardCharsets.ISO_8859_1);
            boolean isAbstract = path.startsWith("\0");
            path = (isAbstract ? "@" + path.substring(1) : path.replace("\0", "")).replace('\0', '@');
            text.append(String.format(
                    Locale.ROOT,
                    "0000000000000000: %08X 00000000 %08X %04X %02X %5d%s%n",
                    each.peerName() == null ? 2 : 3,
                    each.listening() ? 0x10000 : 0,
                    each.type(),
                    each.peerName() == null ? 1 : 3,
                    each.inode(),
                    path.isEmpty() ? "" : " " + path));
        }
        return text.toString();
    }

    private String devices() {
        StringBuilder text = new StringBuilder(DEV_HEAD);
        for (Interface each : stack.interfaces().all()) {
            text.append(String.format(Locale.ROOT, "%6s:%s", each.name(), NO_COUNTS));
        }
        return text.toString();
    }

    private String routes() {
        StringBuilder text = new StringBuilder(padded(ROUTE_HEAD));
        for (Interface each : stack.interfaces().all()) {
            for (Assigned own : each.addresses()) {
                if (!each.isLoopback() && own.ip().isV4()) {
                    text.append(padded(each.name() + "\t" + word(own.network().v4()) + "\t00000000\t0001\t0\t0\t0\t"
                            + word(own.mask4()) + "\t0\t0\t0"));
                }
            }
        }
        return text.toString();
    }

    private static String padded(String line) {
        return line + " ".repeat(Math.max(0, 127 - line.length())) + "\n";
    }

    private static String hex(Ip ip) {
        return String.format(Locale.ROOT, "%016x%016x", ip.high(), ip.low());
    }

    private String addresses6() {
        StringBuilder text = new StringBuilder();
        for (Interface each : stack.interfaces().all()) {
            for (Assigned own : each.addresses()) {
                if (!own.ip().isV4()) {
                    int scope = each.isLoopback() ? 0x10 : 0;
                    text.append(String.format(
                            Locale.ROOT,
                            "%s %02x %02x %02x %02x %8s%n",
                            hex(own.ip()),
                            each.index(),
                            own.prefix(),
                            scope,
                            0x80,
                            each.name()));
                }
            }
        }
        return text.toString();
    }

    private String routes6() {
        StringBuilder text = new StringBuilder();
        for (Interface each : stack.interfaces().all()) {
            for (Assigned own : each.addresses()) {
                if (!own.ip().isV4()) {
                    text.append(String.format(
                            Locale.ROOT,
                            "%s %02x %s 00 %s %08x %08x %08x %08x %8s%n",
                            hex(own.network()),
                            own.prefix(),
                            hex(Ip.ANY6),
                            hex(Ip.ANY6),
                            0x100,
                            1,
                            0,
                            ROUTE_UP,
                            each.name()));
                }
            }
        }
        return text.toString();
    }

    private String counts() {
        return "sockets: used " + OpenSocket.all(shim, stack).size() + "\nTCP: inuse "
                + sockets(IPPROTO_TCP, false).size() + " orphan 0 tw 0 alloc "
                + (sockets(IPPROTO_TCP, false).size()
                        + sockets(IPPROTO_TCP, true).size()) + " mem 0\nUDP: inuse "
                + sockets(IPPROTO_UDP, false).size() + " mem 0\nUDPLITE: inuse "
                + sockets(IPPROTO_UDPLITE, false).size() + "\nRAW: inuse 0\nFRAG: inuse 0 memory 0\n";
    }

    private String counts6() {
        return "TCP6: inuse " + sockets(IPPROTO_TCP, true).size() + "\nUDP6: inuse "
                + sockets(IPPROTO_UDP, true).size() + "\nUDPLITE6: inuse "
                + sockets(IPPROTO_UDPLITE, true).size() + "\nRAW6: inuse 0\nFRAG6: inuse 0 memory 0\n";
    }
}
