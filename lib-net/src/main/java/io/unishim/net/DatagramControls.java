package io.unishim.net;

import static io.unishim.abi.Socket.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Control messages with which a sender says how one datagram is to go (man 7 ip, ipv6). Others are ignored. */
final class DatagramControls {
    private static final int HEADER = 16;

    private DatagramControls() {}

    static void read(ByteBuffer in, int at, int size, Outgoing out) {
        int level = in.getInt(at + 8);
        int kind = in.getInt(at + 12);
        int data = at + HEADER;
        int length = size - HEADER;
        if (level == SOL_IP && kind == IP_PKTINFO && length >= 12) {
            out.index = in.getInt(data);
            out.source = Ip.v4(Integer.reverseBytes(in.getInt(data + 4)));
        } else if (level == SOL_IPV6 && kind == IPV6_PKTINFO && length >= 20) {
            ByteBuffer big = in.duplicate().order(ByteOrder.BIG_ENDIAN);
            out.index = in.getInt(data + 16);
            out.source = new Ip(big.getLong(data), big.getLong(data + 8));
        } else if (level == SOL_IP && kind == IP_TTL || level == SOL_IPV6 && kind == IPV6_HOPLIMIT) {
            out.hops = length >= 4 ? in.getInt(data) : -1;
        } else if (level == SOL_IP && kind == IP_TOS || level == SOL_IPV6 && kind == IPV6_TCLASS) {
            out.service = length >= 4 ? in.getInt(data) : length > 0 ? in.get(data) & 0xff : -1;
        } else if (level == SOL_UDP && kind == UDP_SEGMENT && length >= 2) {
            out.segment = in.getChar(data);
        }
    }
}
