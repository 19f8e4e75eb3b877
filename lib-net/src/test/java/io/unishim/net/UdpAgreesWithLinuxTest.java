package io.unishim.net;

import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCGSTAMP;
import static io.unishim.abi.Ioctls.SIOCGSTAMPNS;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;

import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** UDP against the host's loopback: data, errors, readiness, control messages. */
class UdpAgreesWithLinuxTest extends WithHost {
    private static Value sendTo(InetScript s, Value fd, int from, int count, int flags) {
        return s.script.call("sendto", fd, s.text.at(from), count, flags | MSG_NOSIGNAL, s.there, s.family.size());
    }

    private static void receiveFrom(InetScript s, Value fd, int count, int flags) {
        s.script.ints(s.length, 0, 64);
        s.script.bytes(s.in.at(2048), new byte[64]);
        s.script.call("recvfrom", fd, s.in, count, flags | MSG_DONTWAIT, s.in.at(2048), s.length);
        s.script.show(s.in, 0, 32);
        s.script.show(s.in, 2048, 32, InetScript::withoutPort);
        s.script.show(s.length, 0, 4);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_fresh_socket(Family family) {
        InetScript s = new InetScript(family);
        Value fd = s.socket(SOCK_DGRAM);
        s.ready(fd);
        s.name("getsockname", fd, 64);
        s.name("getpeername", fd, 64);
        s.receive(fd, 4, 0);
        s.receive(fd, 4, MSG_OOB);
        s.receive(fd, 4, MSG_ERRQUEUE);
        s.send(fd, 0, 3, 0);
        s.send(fd, 0, 3, MSG_OOB);
        s.script.call("listen", fd, 1);
        s.script.call("accept", fd, 0, 0);
        s.script.call("ioctl", fd, FIONREAD, s.in);
        s.script.show(s.in, 0, 4);
        s.script.call("ioctl", fd, SIOCOUTQ, s.in);
        s.script.call("ioctl", fd, 0x5401, s.in);
        s.script.call("shutdown", fd, SHUT_RD);
        s.ready(fd);
        s.script.call("shutdown", fd, 3);
        s.script.call("read", fd, s.in, 0);
        s.script.call("write", fd, s.text, 0);
        s.script.call("lseek", fd, 0, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void datagrams(Family family) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        Value client = s.socket(SOCK_DGRAM);
        sendTo(s, client, 0, 5, 0);
        sendTo(s, client, 5, 0, 0);
        sendTo(s, client, 6, 7, 0);
        s.name("getsockname", client, 64);
        s.ready(server);
        s.script.call("ioctl", server, FIONREAD, s.in);
        s.script.show(s.in, 0, 4);
        receiveFrom(s, server, 3, MSG_PEEK);
        receiveFrom(s, server, 3, MSG_PEEK | MSG_TRUNC);
        receiveFrom(s, server, 3, 0);
        receiveFrom(s, server, 3, MSG_TRUNC);
        receiveFrom(s, server, 3, MSG_TRUNC);
        receiveFrom(s, server, 3, 0);
        s.ready(server);
        for (int size : new int[] {1000, 65_507, 65_508, 65_527, 65_528, 65_535, 65_536, 100_000}) {
            s.script.call("sendto", client, s.text, size, MSG_NOSIGNAL, s.there, family.size());
            s.script.call("recvfrom", server, s.in, 65_536, MSG_DONTWAIT, 0, 0);
        }
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_connected_socket(Family family) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        Value client = s.socket(SOCK_DGRAM);
        s.connect(client);
        s.name("getsockname", client, 64);
        s.name("getpeername", client, 64);
        s.send(client, 0, 3, 0);
        sendTo(s, client, 3, 4, 0);
        receiveFrom(s, server, 32, 0);
        receiveFrom(s, server, 32, 0);
        // Who is connected hears nobody else.
        Buffer own = s.script.buffer();
        s.learn(client, own);
        Value third = s.socket(SOCK_DGRAM);
        s.script.call("sendto", third, s.text, 3, MSG_NOSIGNAL, own, family.size());
        s.script.call("sendto", server, s.text.at(5), 3, MSG_NOSIGNAL, own, family.size());
        receiveFrom(s, client, 32, 0);
        receiveFrom(s, client, 32, 0);
        for (int how = 0; how < 3; how++) {
            s.script.call("shutdown", client, how);
            s.ready(client);
            s.receive(client, 4, 0);
            s.send(client, 0, 2, 0);
        }
        s.script.bytes(s.text.at(64), new byte[32]);
        s.script.call("connect", client, s.text.at(64), 16);
        s.name("getpeername", client, 64);
        s.name("getsockname", client, 64);
        s.script.call("shutdown", client, SHUT_RDWR);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, false", "V4, true", "V6, false", "V6, true", "MAPPED, false"})
    void nobody_has_the_port(Family family, boolean errors) {
        InetScript s = new InetScript(family);
        s.nobody();
        Value client = s.socket(SOCK_DGRAM);
        if (errors) {
            s.option(client, SOL_IP, IP_RECVERR, 1);
            if (family != Family.V4) {
                s.option(client, SOL_IPV6, IPV6_RECVERR, 1);
            }
        }
        sendTo(s, client, 0, 3, 0);
        s.ready(client);
        s.receive(client, 4, 0);
        sendTo(s, client, 0, 3, 0);
        s.connect(client);
        s.send(client, 0, 5, 0);
        s.ready(client);
        s.receive(client, 4, 0);
        s.send(client, 0, 6, 0);
        s.send(client, 0, 7, 0);
        s.send(client, 0, 8, 0);
        s.error(client);
        s.error(client);
        s.ready(client);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"V4", "V6"})
    void the_error_queue(Family family) {
        InetScript s = new InetScript(family);
        s.nobody();
        Value client = s.socket(SOCK_DGRAM);
        s.option(client, family == Family.V4 ? SOL_IP : SOL_IPV6, family == Family.V4 ? IP_RECVERR : IPV6_RECVERR, 1);
        sendTo(s, client, 0, 3, 0);
        s.ready(client);
        message(s, client, 32, 200, MSG_ERRQUEUE);
        s.script.show(s.in, 4096, 20);
        s.script.show(s.in, 4096 + 20, 32, InetScript::withoutPort);
        s.ready(client);
        s.receive(client, 4, 0);
        message(s, client, 32, 200, MSG_ERRQUEUE);
        s.agree(host);
    }

    /** Receives a message, with room for control messages at 4096 of {@code in}. */
    private static void message(InetScript s, Value fd, int room, int controlRoom, int flags) {
        s.script.bytes(s.in.at(4096), new byte[256]);
        s.script.bytes(s.in, new byte[64]);
        s.script.longs(s.in, 8192, s.in, room);
        s.script.longs(s.in, 8300, s.in.at(2048), 64, s.in.at(8192), 1, s.in.at(4096), controlRoom, 0);
        s.script.call("recvmsg", fd, s.in.at(8300), flags | MSG_DONTWAIT);
        s.script.show(s.in, 0, 32);
        s.script.show(s.in, 8308, 4);
        s.script.show(s.in, 8340, 12);
    }

    @ParameterizedTest
    @CsvSource({
        "V4, " + IP_PKTINFO,
        "V4, " + IP_RECVTTL,
        "V4, " + IP_RECVTOS,
        "V6, " + IPV6_RECVPKTINFO,
        "V6, " + IPV6_RECVHOPLIMIT,
        "V6, " + IPV6_RECVTCLASS,
        "MAPPED, " + IPV6_RECVPKTINFO
    })
    void what_comes_with_a_datagram(Family family, int option) {
        InetScript s = new InetScript(family);
        Value server = s.socket(SOCK_DGRAM);
        s.option(server, family == Family.V4 ? SOL_IP : SOL_IPV6, option, 1);
        s.script.call("bind", server, s.script.buffer(s.address(family.any, 0)), family.size());
        s.learn(server, s.there);
        s.script.bytes(s.there.at(family == Family.V4 ? 4 : 8), HexFormat.of().parseHex(family.loopback));
        Value client = s.socket(SOCK_DGRAM);
        for (int room : new int[] {0, 8, 16, 20, 24, 28, 64}) {
            sendTo(s, client, 0, 3, 0);
            message(s, server, 32, room, 0);
            s.script.show(s.in, 4096, 64);
        }
        s.option(client, SOL_IP, IP_TTL, 9);
        s.option(client, SOL_IP, IP_TOS, 16);
        if (family == Family.V6) {
            s.option(client, SOL_IPV6, IPV6_UNICAST_HOPS, 9);
            s.option(client, SOL_IPV6, IPV6_TCLASS, 32);
        }
        sendTo(s, client, 0, 3, 0);
        message(s, server, 32, 64, 0);
        s.script.show(s.in, 4096, 64);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, " + SO_TIMESTAMP, "V4, " + SO_TIMESTAMPNS, "V6, " + SO_TIMESTAMP})
    void time_stamps(Family family, int option) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        s.option(server, SOL_SOCKET, option, 1);
        Value client = s.socket(SOCK_DGRAM);
        sendTo(s, client, 0, 3, 0);
        message(s, server, 32, 64, 0);
        s.script.show(s.in, 4096, 16);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void several_at_once(Family family) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        Value client = s.socket(SOCK_DGRAM);
        Buffer many = s.script.buffer();
        for (int i = 0; i < 3; i++) {
            s.script.longs(s.in, 8192 + 16 * i, s.text.at(4 * i), 2 + i);
            s.script.longs(many, 64 * i, s.there, family.size(), s.in.at(8192 + 16 * i), 1, 0, 0, 0);
        }
        s.script.call("sendmmsg", client, many, 3, 0);
        for (int i = 0; i < 3; i++) {
            s.script.show(many, 64 * i + 56, 4);
        }
        for (int i = 0; i < 4; i++) {
            s.script.longs(s.in, 8192 + 16 * i, s.in.at(64 * i), 3);
            s.script.longs(many, 64 * i, s.in.at(2048 + 64 * i), 64, s.in.at(8192 + 16 * i), 1, 0, 0, 0);
        }
        s.script.call("recvmmsg", server, many, 4, MSG_WAITFORONE, 0);
        for (int i = 0; i < 4; i++) {
            s.script.show(many, 64 * i + 8, 4);
            s.script.show(many, 64 * i + 48, 12);
            s.script.show(s.in, 64 * i, 8);
        }
        s.script.call("recvmmsg", server, many, 4, MSG_DONTWAIT, 0);
        s.script.longs(s.text, 64, 0, 1_000_000_000);
        s.script.call("recvmmsg", server, many, 4, MSG_DONTWAIT, s.text.at(64));
        s.script.call("sendmmsg", client, 0, 1, 0);
        s.script.call("sendmmsg", client, many, 0, 0);
        s.script.longs(many, 64, s.there, 3);
        s.script.longs(many, 0, s.there, family.size(), s.in.at(8192), 1, 0, 0, 0);
        s.script.call("sendmmsg", client, many, 2, 0);
        s.script.call("sendmmsg", client, many.at(64), 2, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void destinations_that_are_none(Family family) {
        InetScript s = new InetScript(family);
        Value fd = s.socket(SOCK_DGRAM);
        byte[] good = s.address(family.loopback, 9);
        for (int length : new int[] {-1, 1, 2, 8, 15, 129}) {
            s.script.call("sendto", fd, s.text, 3, MSG_NOSIGNAL, s.script.buffer(good), length);
        }
        s.script.call("sendto", fd, s.text, 3, MSG_NOSIGNAL, s.script.buffer(s.address(family.loopback, 0)), 28);
        byte[] wrong = good.clone();
        wrong[0] = 77;
        s.script.call("sendto", fd, s.text, 3, MSG_NOSIGNAL, s.script.buffer(wrong), family.size());
        s.script.call("sendto", fd, 0, 3, MSG_NOSIGNAL, s.script.buffer(good), family.size());
        s.script.call("sendto", fd, s.text.last(2), 3, MSG_NOSIGNAL, s.script.buffer(good), family.size());
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void bad_addresses_to_receive_into(Family family) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        Value client = s.socket(SOCK_DGRAM);
        sendTo(s, client, 0, 8, 0);
        sendTo(s, client, 8, 4, 0);
        s.script.call("recvfrom", server, 0, 8, MSG_DONTWAIT, 0, 0);
        s.receive(server, 32, 0);
        s.receive(server, 32, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void the_time_of_the_last_datagram(Family family) {
        InetScript s = new InetScript(family);
        Value fd = s.socket(SOCK_DGRAM);
        s.script.call("bind", fd, s.loopback(0), family.size());
        s.learn(fd, s.there);
        s.script.call("ioctl", fd, SIOCGSTAMP, s.in);
        s.script.call("ioctl", fd, SIOCGSTAMPNS, s.in);
        s.script.call("sendto", fd, s.text, 3, 0, s.there, family.size());
        s.script.call("ioctl", fd, SIOCGSTAMP, s.in);
        s.receive(fd, 4, 0);
        s.script.call("ioctl", fd, SIOCGSTAMP, s.in);
        s.script.call("ioctl", fd, SIOCGSTAMPNS, s.in);
        s.script.call("ioctl", fd, SIOCGSTAMPNS, 0);
        s.agree(host);
    }
}
