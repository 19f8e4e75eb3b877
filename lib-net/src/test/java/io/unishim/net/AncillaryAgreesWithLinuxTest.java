package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.abi.UdpOptions.*;
import static io.unishim.net.RareOptions.*;

import io.unishim.Shim;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Signals;
import io.unishim.net.InetScript.Ends;
import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Value;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes and comes beside the bytes, against the host: every combination of what a receiver can ask for. */
class AncillaryAgreesWithLinuxTest extends WithHost {
    private static final int[][] OF_IP = {
        {SOL_IP, IP_PKTINFO},
        {SOL_IP, IP_RECVTTL},
        {SOL_IP, IP_RECVTOS},
        {SOL_SOCKET, SO_RXQ_OVFL},
        {SOL_SOCKET, SO_RCVMARK},
        {SOL_SOCKET, SO_RCVPRIORITY}
    };
    private static final int[][] OF_IPV6 = {
        {SOL_IPV6, IPV6_RECVPKTINFO},
        {SOL_IPV6, IPV6_RECVHOPLIMIT},
        {SOL_IPV6, IPV6_RECVTCLASS},
        {SOL_IPV6, IPV6_2292PKTINFO},
        {SOL_IPV6, IPV6_2292HOPLIMIT},
        {SOL_SOCKET, SO_RCVPRIORITY}
    };
    private static final int[][] OF_BOTH = {
        {SOL_IPV6, IPV6_RECVPKTINFO},
        {SOL_IPV6, IPV6_RECVHOPLIMIT},
        {SOL_IPV6, IPV6_RECVTCLASS},
        {SOL_IP, IP_PKTINFO},
        {SOL_IP, IP_RECVTTL},
        {SOL_IP, IP_RECVTOS}
    };

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

    static Stream<Arguments> combinations() {
        return Stream.of(Family.values())
                .flatMap(family -> Stream.iterate(0, i -> i < 64, i -> i + 1).map(bits -> Arguments.of(family, bits)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void what_a_receiver_of_datagrams_is_told(Family family, int bits) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        int[][] all = family == Family.V4 ? OF_IP : family == Family.V6 ? OF_IPV6 : OF_BOTH;
        for (int i = 0; i < all.length; i++) {
            s.option(server, all[i][0], all[i][1], bits >> i & 1);
        }
        Value client = s.socket(SOCK_DGRAM);
        s.option(client, SOL_SOCKET, SO_PRIORITY, 4);
        s.script.call("sendto", client, s.text, 5, 0, s.there, family.size());
        message(s, server, 32, 256, MSG_PEEK);
        s.script.show(s.in, 4096, 200);
        message(s, server, 3, 50, 0);
        s.script.show(s.in, 4096, 64);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({
        "V4, " + SOL_IP + ", " + IP_TTL + ", 4, 17",
        "V4, " + SOL_IP + ", " + IP_TTL + ", 4, 0",
        "V4, " + SOL_IP + ", " + IP_TTL + ", 4, 256",
        "V4, " + SOL_IP + ", " + IP_TTL + ", 1, 5",
        "V4, " + SOL_IP + ", " + IP_TOS + ", 4, 24",
        "V4, " + SOL_IP + ", " + IP_TOS + ", 1, 24",
        "V4, " + SOL_IP + ", " + IP_TOS + ", 4, 300",
        "V4, " + SOL_IP + ", " + IP_TOS + ", 0, 0",
        "V4, " + SOL_IP + ", 99, 4, 1",
        "V4, " + SOL_SOCKET + ", 99, 4, 1",
        "V4, 77, 1, 4, 1",
        "V4, " + SOL_IP + ", " + IP_PKTINFO + ", 12, 1",
        "V4, " + SOL_IP + ", " + IP_PKTINFO + ", 11, 1",
        "V4, " + SOL_UDP + ", " + UDP_SEGMENT + ", 2, 2",
        "V4, " + SOL_UDP + ", " + UDP_SEGMENT + ", 4, 2",
        "V6, " + SOL_IPV6 + ", " + IPV6_HOPLIMIT + ", 4, 17",
        "V6, " + SOL_IPV6 + ", " + IPV6_HOPLIMIT + ", 4, -1",
        "V6, " + SOL_IPV6 + ", " + IPV6_HOPLIMIT + ", 4, 256",
        "V6, " + SOL_IPV6 + ", " + IPV6_HOPLIMIT + ", 2, 1",
        "V6, " + SOL_IPV6 + ", " + IPV6_TCLASS + ", 4, 24",
        "V6, " + SOL_IPV6 + ", " + IPV6_TCLASS + ", 4, -1",
        "V6, " + SOL_IPV6 + ", " + IPV6_TCLASS + ", 4, 300",
        "V6, " + SOL_IPV6 + ", " + IPV6_TCLASS + ", 1, 3",
        "V6, " + SOL_IPV6 + ", " + IPV6_DONTFRAG + ", 4, 1",
        "V6, " + SOL_IPV6 + ", " + IPV6_DONTFRAG + ", 4, 2",
        "V6, " + SOL_IPV6 + ", 99, 4, 1",
        "V6, " + SOL_IPV6 + ", " + IPV6_PKTINFO + ", 20, 0",
        "V6, " + SOL_IPV6 + ", " + IPV6_PKTINFO + ", 19, 0",
        "V6, " + SOL_UDP + ", " + UDP_SEGMENT + ", 2, 2",
        "MAPPED, " + SOL_IP + ", " + IP_TTL + ", 4, 17"
    })
    void what_a_sender_of_datagrams_says(Family family, int level, int kind, int size, int value) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        for (int[] each : family == Family.V6 ? OF_IPV6 : OF_IP) {
            s.option(server, each[0], each[1], 1);
        }
        Value client = s.socket(SOCK_DGRAM);
        s.script.longs(s.text, 1000, 16 + size);
        s.script.ints(s.text, 1008, level, kind, value, 0, 0, 0, 0);
        s.script.longs(s.text, 2000, s.text, 5);
        s.script.longs(
                s.text, 2100, s.there, family.size(), s.text.at(2000), 1, s.text.at(1000), 16 + size + 7 & ~7, 0);
        s.script.call("sendmsg", client, s.text.at(2100), MSG_NOSIGNAL);
        for (int i = 0; i < 3; i++) {
            message(s, server, 32, 256, 0);
            s.script.show(s.in, 4096, 160);
        }
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void corks_and_segments(Family family) {
        InetScript s = new InetScript(family);
        Value server = s.server();
        Value client = s.socket(SOCK_DGRAM);
        s.connect(client);
        s.send(client, 0, 3, MSG_MORE);
        s.receive(server, 32, 0);
        s.send(client, 3, 4, MSG_MORE);
        s.send(client, 7, 2, 0);
        s.receive(server, 32, 0);
        s.option(client, SOL_UDP, UDP_CORK, 1);
        s.send(client, 0, 5, 0);
        s.send(client, 5, 5, 0);
        s.receive(server, 32, 0);
        s.option(client, SOL_UDP, UDP_CORK, 0);
        s.receive(server, 32, 0);
        s.option(client, SOL_UDP, UDP_CORK, 1);
        s.script.call("sendto", client, s.in.at(10_000), 40_000, 0, 0, 0);
        s.script.call("sendto", client, s.in.at(10_000), 40_000, 0, 0, 0);
        s.option(client, SOL_UDP, UDP_CORK, 0);
        s.receive(server, 32, 0);
        s.option(client, SOL_UDP, UDP_SEGMENT, 4);
        s.send(client, 0, 10, 0);
        for (int i = 0; i < 4; i++) {
            s.receive(server, 32, 0);
        }
        s.script.call("sendto", client, s.in.at(10_000), 4 * 128 + 1, 0, 0, 0);
        s.receive(server, 32, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 0", "V4, 1", "V6, 0", "V6, 1", "MAPPED, 1"})
    void how_much_is_left_of_a_stream(Family family, int on) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.option(ends.server(), SOL_TCP, TCP_INQ, on);
        s.send(ends.client(), 0, 20, 0);
        message(s, ends.server(), 5, 64, MSG_PEEK);
        s.script.show(s.in, 4096, 32);
        message(s, ends.server(), 5, 64, 0);
        s.script.show(s.in, 4096, 32);
        s.script.call("shutdown", ends.client(), SHUT_WR);
        message(s, ends.server(), 15, 64, 0);
        s.script.show(s.in, 4096, 32);
        message(s, ends.server(), 15, 64, 0);
        s.script.show(s.in, 4096, 32);
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMP_NEW, SO_TIMESTAMPNS_NEW})
    void kinds_of_time_stamps(int option) {
        InetScript s = new InetScript(Family.V4);
        Value receiver = s.server();
        Value sender = s.socket(SOCK_DGRAM);
        s.connect(sender);
        s.option(receiver, SOL_SOCKET, option, 1);
        s.send(sender, 0, 5, 0);
        message(s, receiver, 32, 64, MSG_PEEK);
        s.script.show(s.in, 4096, 16);
        message(s, receiver, 32, 20, 0);
        s.script.show(s.in, 4096, 16);
        s.agree(host);
    }

    /** Whether Linux has stamped a message depends on who else asked for stamps, and when: what reports them is not compared. */
    @ParameterizedTest
    @ValueSource(ints = {8, 0})
    void time_stamps_of_hardware_and_software(int flags) {
        InetScript s = new InetScript(Family.V4);
        Value receiver = s.server();
        s.option(receiver, SOL_SOCKET, SO_TIMESTAMPING, flags);
        Value sender = s.socket(SOCK_DGRAM);
        s.connect(sender);
        s.send(sender, 0, 5, 0);
        message(s, receiver, 32, 128, 0);
        s.script.show(s.in, 4096, 16);
        s.script.show(s.in, 4096 + 32, 32);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "2, 0", "2, 1", "5, 0", "5, 1"})
    void rights_may_be_refused(int type, int on) {
        InetScript s = new InetScript(Family.V4);
        s.script.call("socketpair", AF_UNIX, type, 0, s.there);
        Value one = s.there.word(0);
        Value other = s.there.word(4);
        s.option(other, SOL_SOCKET, SO_PASSRIGHTS, on);
        s.script.longs(s.text, 1000, 20);
        s.script.ints(s.text, 1008, SOL_SOCKET, SCM_RIGHTS, one);
        s.script.longs(s.text, 2000, s.text, 5);
        s.script.longs(s.text, 2100, 0, 0, s.text.at(2000), 1, s.text.at(1000), 24, 0);
        s.script.call("sendmsg", one, s.text.at(2100), MSG_NOSIGNAL | MSG_DONTWAIT);
        message(s, other, 32, 64, 0);
        s.script.show(s.in, 4096, 24);
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void how_much_is_left_of_a_local_stream(int on) {
        InetScript s = new InetScript(Family.V4);
        s.script.call("socketpair", AF_UNIX, SOCK_STREAM, 0, s.there);
        Value other = s.there.word(4);
        s.option(other, SOL_SOCKET, SO_INQ, on);
        s.send(s.there.word(0), 0, 20, 0);
        for (int flags : new int[] {MSG_PEEK, 0, 0, 0}) {
            message(s, other, 8, 64, flags);
            s.script.show(s.in, 4096, 32);
        }
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void who_the_other_end_is(int type) {
        InetScript s = new InetScript(Family.V4);
        s.script.call("socketpair", AF_UNIX, type, 0, s.there);
        for (int room : new int[] {0, 4, 64}) {
            s.script.ints(s.length, 0, room);
            s.script.call("getsockopt", s.there.word(0), SOL_SOCKET, SO_PEERGROUPS, s.in, s.length);
            s.script.ints(s.length, 0, room);
            s.script.bytes(s.in, new byte[16]);
            s.script.call("getsockopt", s.there.word(0), SOL_SOCKET, SO_PEERCRED, s.in, s.length);
            s.script.show(s.in, 0, 16, AncillaryAgreesWithLinuxTest::withoutPid);
            s.script.show(s.length, 0, 4);
        }
        s.agree(host);
    }

    private static String withoutPid(byte[] credentials) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(credentials, 4, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"V4", "V6"})
    void urgent_data_signals_whoever_owns_the_socket(String version) {
        InetScript s = new InetScript(Family.valueOf(version));
        Ends ends = s.connected();
        s.script.longs(s.text, 1000, 1L << Signals.SIGURG - 1);
        s.script.call("rt_sigprocmask", 0, s.text.at(1000), 0, 8);
        Value signals = s.script.call("signalfd4", -1, s.text.at(1000), 8, SOCK_NONBLOCK);
        s.send(ends.client(), 0, 1, MSG_OOB);
        s.script.call("read", signals, s.in, 128);
        Value self = s.script.callUnseen("getpid");
        s.script.call("fcntl", ends.server(), Fcntl.F_SETOWN, self);
        s.send(ends.client(), 0, 3, 0);
        s.script.call("read", signals, s.in, 128);
        s.send(ends.client(), 0, 3, MSG_OOB);
        s.script.call("read", signals, s.in, 128);
        s.script.show(s.in, 0, 12);
        s.script.call("fcntl", ends.server(), Fcntl.F_SETOWN, 0);
        s.send(ends.client(), 0, 3, MSG_OOB);
        s.script.call("read", signals, s.in, 128);
        s.script.call("close", ends.server());
        try (Shim shim = Shim.builder()
                .only("net", "vfscore", "posix-process", "posix-user", "posix-time")
                .boot()) {
            s.script.agree(host, shim.newProcess("test"));
        }
    }
}
