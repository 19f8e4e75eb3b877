package io.unishim.net;

/**
 * The counters of {@code /proc/net/snmp} and {@code netstat} (man 5 proc_net). What is so now is told; nothing is counted that
 * passes: there are no packets within a shim.
 */
final class NetCounters {
    private NetCounters() {}

    /** @param established how many connections of TCP there are */
    static String snmp(int established) {
        return table(
                        "Ip",
                        "2 64",
                        "Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests "
                                + "OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates "
                                + "OutTransmits")
                + table(
                        "Icmp",
                        "",
                        "InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos "
                                + "InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps OutMsgs OutErrors OutRateLimitGlobal "
                                + "OutRateLimitHost OutDestUnreachs OutTimeExcds OutParmProbs OutSrcQuenchs OutRedirects OutEchos "
                                + "OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps")
                + table(
                        "Tcp",
                        "1 200 120000 -1 0 0 0 0 " + established,
                        "RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs "
                                + "OutSegs RetransSegs InErrs OutRsts InCsumErrors")
                + table(
                        "Udp",
                        "",
                        "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors")
                + table(
                        "UdpLite",
                        "",
                        "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors");
    }

    static String netstat() {
        return table(
                        "TcpExt",
                        "",
                        "SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts TW DelayedACKs ListenOverflows ListenDrops "
                                + "TCPTimeouts TCPAbortOnData TCPAbortOnClose")
                + table(
                        "IpExt",
                        "",
                        "InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets OutOctets "
                                + "InMcastOctets OutMcastOctets InBcastOctets OutBcastOctets InCsumErrors InNoECTPkts InECT1Pkts InECT0Pkts "
                                + "InCEPkts ReasmOverlaps");
    }

    /** @return two lines: what is told, and how much of it, as far as said, and 0 beyond */
    private static String table(String name, String values, String heads) {
        int told = values.isEmpty() ? 0 : values.split(" ", -1).length;
        int all = heads.split(" ", -1).length;
        return name + ": " + heads + "\n" + name + ":" + (told == 0 ? "" : " " + values) + " 0".repeat(all - told)
                + "\n";
    }
}
