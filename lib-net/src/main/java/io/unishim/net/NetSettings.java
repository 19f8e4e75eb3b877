package io.unishim.net;

import io.unishim.abi.Socket;
import io.unishim.file.NetworkFiles;
import java.util.HashMap;
import java.util.Map;

/** What of {@code /proc/sys/net} programs read (man 7 socket, ip, tcp, udp, unix), and what of it they can change. */
final class NetSettings {
    private static final int BYTE = 255;
    private static final int MOST_PORT = 65_535;

    /** How long the list of connections to accept may be. */
    final NetSetting maxBacklog = new NetSetting(this, 0, Integer.MAX_VALUE, Socket.SOMAXCONN);

    /** How many datagrams wait at an AF_UNIX socket. */
    final NetSetting datagramsQueued = new NetSetting(this, Integer.MIN_VALUE, Integer.MAX_VALUE, 10);

    /** The first port that needs no capability. */
    final NetSetting firstFreePort = new NetSetting(this, 0, MOST_PORT, 1024);

    /** From and to which port the kernel chooses. */
    final NetSetting chosenPorts = new NetSetting(this, 1, MOST_PORT, 32_768, 60_999);

    /** The groups who may have sockets of ICMP echoes (man 7 icmp): here everybody, as distributions set it. */
    final NetSetting pingGroups = new NetSetting(this, 0, 0xffff_fffeL, 0, Integer.MAX_VALUE);

    /** Whether who has connected, and finds no room to be accepted, is told so by RST. */
    final NetSetting abortOnOverflow = new NetSetting(this, 0, BYTE, 0);

    /** How many may be half open at most, if there are no cookies. */
    final NetSetting maxHalfOpen = new NetSetting(this, Integer.MIN_VALUE, Integer.MAX_VALUE, 2048);

    /** How often a SYN is sent again. */
    final NetSetting synRetries = new NetSetting(this, 1, 127, 6);

    /** How often the answer to a SYN is sent again. */
    final NetSetting synAckRetries = new NetSetting(this, 0, BYTE, 5);

    /** Whether there are cookies: 1 once too many are half open, 2 always. */
    final NetSetting synCookies = new NetSetting(this, 0, BYTE, 1);

    /** @return what is to hold where this is written, which may be something else; empty if it must not be written */
    long[] accepted(NetSetting by, long[] wanted) {
        boolean refused = by == firstFreePort && wanted[0] > chosenPorts.value()
                || by == chosenPorts && (wanted[0] > wanted[1] || wanted[0] < firstFreePort.value());
        if (refused) {
            return new long[0];
        }
        return by == pingGroups && wanted[0] > wanted[1] ? new long[] {1, 0} : wanted;
    }

    /** @return whether a group may have sockets of ICMP echoes */
    boolean pings(int gid) {
        long group = gid & 0xffff_ffffL;
        return group >= pingGroups.at(0) && group <= pingGroups.at(1);
    }

    /** @return all, by their paths */
    Map<String, NetworkFiles.Setting> all() {
        Map<String, NetworkFiles.Setting> all = new HashMap<>();
        fixed().forEach((path, text) -> all.put(path, new FixedSetting(text)));
        all.put("core/somaxconn", maxBacklog);
        all.put("unix/max_dgram_qlen", datagramsQueued);
        all.put("ipv4/ip_local_port_range", chosenPorts);
        all.put("ipv4/ip_unprivileged_port_start", firstFreePort);
        all.put("ipv4/ping_group_range", pingGroups);
        all.put("ipv4/tcp_abort_on_overflow", abortOnOverflow);
        all.put("ipv4/tcp_max_syn_backlog", maxHalfOpen);
        all.put("ipv4/tcp_syn_retries", synRetries);
        all.put("ipv4/tcp_synack_retries", synAckRetries);
        all.put("ipv4/tcp_syncookies", synCookies);
        return all;
    }

    private static Map<String, String> fixed() {
        Map<String, String> fixed = new HashMap<>();
        fixed.put("core/rmem_default", "" + SocketOptions.DEFAULT_BUFFER);
        fixed.put("core/wmem_default", "" + SocketOptions.DEFAULT_BUFFER);
        fixed.put("core/rmem_max", "" + OptionCalls.MOST_BUFFER);
        fixed.put("core/wmem_max", "" + OptionCalls.MOST_BUFFER);
        fixed.put("core/optmem_max", "" + ControlMessages.MOST_CONTROL);
        fixed.put("core/netdev_max_backlog", "1000");
        fixed.put("ipv4/ip_default_ttl", "64");
        fixed.put("ipv4/ip_forward", "0");
        fixed.put("ipv4/tcp_congestion_control", "cubic");
        fixed.put("ipv4/tcp_available_congestion_control", "reno cubic");
        fixed.put("ipv4/tcp_allowed_congestion_control", "reno cubic");
        fixed.put("ipv4/tcp_fastopen", "0");
        fixed.put("ipv4/tcp_fin_timeout", "60");
        fixed.put("ipv4/tcp_keepalive_intvl", "75");
        fixed.put("ipv4/tcp_keepalive_probes", "9");
        fixed.put("ipv4/tcp_keepalive_time", "7200");
        fixed.put("ipv4/tcp_max_tw_buckets", "" + InetStack.MOST_AFTER_LIVES);
        fixed.put("ipv4/tcp_retries2", "15");
        fixed.put("ipv4/tcp_rmem", "4096\t131072\t" + OptionCalls.MOST_BUFFER);
        fixed.put("ipv4/tcp_wmem", "4096\t16384\t" + OptionCalls.MOST_BUFFER);
        fixed.put("ipv4/tcp_sack", "1");
        fixed.put("ipv4/tcp_timestamps", "1");
        fixed.put("ipv4/tcp_tw_reuse", "0");
        fixed.put("ipv4/tcp_window_scaling", "1");
        fixed.put("ipv6/bindv6only", "0");
        for (String each : new String[] {"all", "default", "lo"}) {
            fixed.put("ipv6/conf/" + each + "/disable_ipv6", "0");
            fixed.put("ipv4/conf/" + each + "/forwarding", "0");
        }
        return fixed;
    }
}
