package io.unishim.net;

import io.unishim.abi.Socket;
import java.util.HashMap;
import java.util.Map;

/** What of {@code /proc/sys/net} programs read (man 7 socket, ip, tcp, udp, unix): what holds, and nobody can change. */
final class NetSettings {
    private NetSettings() {}

    static Map<String, String> all() {
        Map<String, String> all = new HashMap<>();
        all.put("core/somaxconn", "" + Socket.SOMAXCONN);
        all.put("core/rmem_default", "" + SocketOptions.DEFAULT_BUFFER);
        all.put("core/wmem_default", "" + SocketOptions.DEFAULT_BUFFER);
        all.put("core/rmem_max", "" + OptionCalls.MOST_BUFFER);
        all.put("core/wmem_max", "" + OptionCalls.MOST_BUFFER);
        all.put("core/optmem_max", "" + ControlMessages.MOST_CONTROL);
        all.put("core/netdev_max_backlog", "1000");
        all.put("unix/max_dgram_qlen", "" + UnixPackets.MOST_QUEUED);
        all.put("ipv4/ip_local_port_range", InetPorts.FIRST_CHOSEN + "\t" + InetPorts.LAST_CHOSEN);
        all.put("ipv4/ip_unprivileged_port_start", "" + InetSocket.FIRST_FREE_PORT);
        all.put("ipv4/ip_default_ttl", "64");
        all.put("ipv4/ip_forward", "0");
        all.put("ipv4/ping_group_range", "0\t2147483647");
        all.put("ipv4/tcp_abort_on_overflow", "0");
        all.put("ipv4/tcp_congestion_control", "cubic");
        all.put("ipv4/tcp_available_congestion_control", "reno cubic");
        all.put("ipv4/tcp_allowed_congestion_control", "reno cubic");
        all.put("ipv4/tcp_fastopen", "0");
        all.put("ipv4/tcp_fin_timeout", "60");
        all.put("ipv4/tcp_keepalive_intvl", "75");
        all.put("ipv4/tcp_keepalive_probes", "9");
        all.put("ipv4/tcp_keepalive_time", "7200");
        all.put("ipv4/tcp_max_syn_backlog", "2048");
        all.put("ipv4/tcp_max_tw_buckets", "" + InetStack.MOST_AFTER_LIVES);
        all.put("ipv4/tcp_retries2", "15");
        all.put("ipv4/tcp_rmem", "4096\t131072\t" + OptionCalls.MOST_BUFFER);
        all.put("ipv4/tcp_wmem", "4096\t16384\t" + OptionCalls.MOST_BUFFER);
        all.put("ipv4/tcp_sack", "1");
        all.put("ipv4/tcp_syn_retries", "6");
        all.put("ipv4/tcp_synack_retries", "" + Handshake.SYNACK_RETRIES);
        all.put("ipv4/tcp_syncookies", "0");
        all.put("ipv4/tcp_timestamps", "1");
        all.put("ipv4/tcp_tw_reuse", "0");
        all.put("ipv4/tcp_window_scaling", "1");
        all.put("ipv6/bindv6only", "0");
        for (String each : new String[] {"all", "default", "lo"}) {
            all.put("ipv6/conf/" + each + "/disable_ipv6", "0");
            all.put("ipv4/conf/" + each + "/forwarding", "0");
        }
        return all;
    }
}
