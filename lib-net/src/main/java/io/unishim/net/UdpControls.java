package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.net.RareOptions.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Control messages of datagrams: when, to which address and how they came, for who asked to be told (man 7 ip, ipv6). */
final class UdpControls {
    private UdpControls() {}

    private static ByteBuffer room(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void tell(UdpSocket socket, Datagram message, Incoming in) {
        SocketOptions options = socket.options();
        if (TimeStamps.wanted(options)) {
            TimeStamps.tell(options, message.time(), in);
        } else {
            socket.lastTime = message.time();
        }
        if (options.countsDrops && message.drops() != 0) {
            in.add(SOL_SOCKET, SO_RXQ_OVFL, OptionCalls.ints(message.drops()));
        }
        if (options.receivesMark) {
            in.add(SOL_SOCKET, SO_MARK, OptionCalls.ints(message.mark()));
        }
        if (options.receivesPriority) {
            in.add(SOL_SOCKET, SO_PRIORITY, OptionCalls.ints(message.priority()));
        }
        InetOptions wants = socket.inet;
        Ip to = message.to().ip();
        if (socket.isV6()) {
            if (wants.packetInfo6) {
                in.add(SOL_IPV6, IPV6_PKTINFO, packetInfo6(message, to));
            }
            if (wants.hopLimit && !to.isV4()) {
                in.add(SOL_IPV6, IPV6_HOPLIMIT, OptionCalls.ints(message.hops()));
            }
            if (wants.trafficClass && !to.isV4()) {
                in.add(SOL_IPV6, IPV6_TCLASS, OptionCalls.ints(message.service()));
            }
            if (wants.oldPacketInfo6 && !to.isV4()) {
                in.add(SOL_IPV6, IPV6_2292PKTINFO, packetInfo6(message, to));
            }
            if (wants.oldHopLimit && !to.isV4()) {
                in.add(SOL_IPV6, IPV6_2292HOPLIMIT, OptionCalls.ints(message.hops()));
            }
            if (wants.originalDestination6 && !to.isV4()) {
                in.add(SOL_IPV6, IPV6_ORIGDSTADDR, message.to().address(AF_INET6));
            }
        }
        if (to.isV4()) {
            tellIp(wants, message, to, in);
        }
    }

    private static byte[] packetInfo6(Datagram message, Ip to) {
        ByteBuffer info = ByteBuffer.allocate(20).putLong(to.high()).putLong(to.low());
        return info.order(ByteOrder.LITTLE_ENDIAN).putInt(message.by()).array();
    }

    private static void tellIp(InetOptions wants, Datagram message, Ip to, Incoming in) {
        if (wants.packetInfo) {
            int ip = Integer.reverseBytes(to.v4());
            in.add(
                    SOL_IP,
                    IP_PKTINFO,
                    room(12).putInt(message.by()).putInt(ip).putInt(ip).array());
        }
        if (wants.timeToLive) {
            in.add(SOL_IP, IP_TTL, OptionCalls.ints(message.hops()));
        }
        if (wants.typeOfService) {
            in.add(SOL_IP, IP_TOS, new byte[] {(byte) message.service()});
        }
        if (wants.originalDestination) {
            in.add(SOL_IP, IP_RECVORIGDSTADDR, message.to().address(AF_INET));
        }
    }
}
