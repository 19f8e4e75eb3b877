package io.unishim.net;

import static io.unishim.abi.Socket.IPV6_HOPLIMIT;
import static io.unishim.abi.Socket.IPV6_PKTINFO;
import static io.unishim.abi.Socket.IPV6_TCLASS;
import static io.unishim.abi.Socket.IP_PKTINFO;
import static io.unishim.abi.Socket.IP_TOS;
import static io.unishim.abi.Socket.IP_TTL;
import static io.unishim.abi.Socket.SCM_TIMESTAMP;
import static io.unishim.abi.Socket.SCM_TIMESTAMPNS;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;
import static io.unishim.abi.Socket.SOL_SOCKET;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Control messages of datagrams: when, to which address and how they came, for who asked to be told (man 7 ip, ipv6). */
final class UdpControls {
    private static final long SECOND = 1_000_000_000L;

    private UdpControls() {}

    private static ByteBuffer room(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void tell(UdpSocket socket, Datagram message, Incoming in) {
        SocketOptions options = socket.options();
        if (options.timestamp) {
            long part = message.time() % SECOND;
            ByteBuffer time = room(16).putLong(message.time() / SECOND);
            time.putLong(options.timestampNanos ? part : part / 1000);
            in.add(SOL_SOCKET, options.timestampNanos ? SCM_TIMESTAMPNS : SCM_TIMESTAMP, time.array());
        }
        InetOptions wants = socket.inet;
        Ip to = message.to().ip();
        if (socket.isV6()) {
            if (wants.packetInfo6) {
                ByteBuffer info = ByteBuffer.allocate(20).putLong(to.high()).putLong(to.low());
                info.order(ByteOrder.LITTLE_ENDIAN).putInt(socket.interfaceOf(message));
                in.add(SOL_IPV6, IPV6_PKTINFO, info.array());
            }
            if (wants.hopLimit) {
                in.add(SOL_IPV6, IPV6_HOPLIMIT, OptionCalls.ints(message.hops()));
            }
            if (wants.trafficClass) {
                in.add(SOL_IPV6, IPV6_TCLASS, OptionCalls.ints(message.service()));
            }
        }
        if (to.isV4()) {
            tellIp(socket, wants, message, to, in);
        }
    }

    private static void tellIp(UdpSocket socket, InetOptions wants, Datagram message, Ip to, Incoming in) {
        if (wants.packetInfo) {
            int ip = Integer.reverseBytes(to.v4());
            in.add(
                    SOL_IP,
                    IP_PKTINFO,
                    room(12).putInt(socket.interfaceOf(message))
                            .putInt(ip)
                            .putInt(ip)
                            .array());
        }
        if (wants.timeToLive) {
            in.add(SOL_IP, IP_TTL, OptionCalls.ints(message.hops()));
        }
        if (wants.typeOfService) {
            in.add(SOL_IP, IP_TOS, new byte[] {(byte) message.service()});
        }
    }
}
