package io.unishim.net;

import static io.unishim.abi.Socket.*;

import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which Internet sockets there are, and who may have which address and port, against the host. */
class InetNamesAgreeWithLinuxTest extends WithHost {
    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"V4", "V6"})
    void which_sockets_there_are(Family family) {
        InetScript s = new InetScript(family);
        for (int type : new int[] {0, SOCK_STREAM, SOCK_DGRAM, SOCK_RDM, SOCK_SEQPACKET, SOCK_DCCP, 9, 12}) {
            s.script.call("socket", family.domain, type, 0);
            s.script.call("socketpair", family.domain, type, 0, s.in);
        }
        for (int protocol : new int[] {-1, IPPROTO_TCP, IPPROTO_UDP, 99, 300, 1000}) {
            s.script.call("socket", family.domain, SOCK_STREAM, protocol);
            s.script.call("socket", family.domain, SOCK_DGRAM, protocol);
        }
        s.script.call("socket", family.domain, SOCK_RAW, 0);
        s.script.call("socket", family.domain, SOCK_RAW, IPPROTO_TCP);
        s.script.call("socket", family.domain, SOCK_STREAM | 0x20, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 1", "V6, 1", "MAPPED, 1", "V4, 2", "V6, 2", "MAPPED, 2"})
    void addresses_that_cannot_be_bound(Family family, int type) {
        InetScript s = new InetScript(family);
        Value fd = s.socket(type);
        int size = family.size();
        byte[] good = s.address(family.loopback, 0);
        for (int length : new int[] {-1, 0, 1, 2, 8, 15, 16, 23, 24, 27, 129}) {
            if (length < size) {
                s.script.call("bind", s.socket(type), s.script.buffer(good), length);
            }
        }
        s.script.call("bind", fd, 0, size);
        s.script.call("bind", fd, s.in.last(4), size);
        for (int other : new int[] {AF_UNIX, AF_UNSPEC, family.domain == AF_INET ? AF_INET6 : AF_INET, 77}) {
            byte[] wrong = good.clone();
            wrong[0] = (byte) other;
            s.script.call("bind", fd, s.script.buffer(wrong), size);
        }
        String away = family == Family.V4
                ? "c0000201"
                : family == Family.V6 ? "20010db8000000000000000000000001" : "00000000000000000000ffffc0000201";
        s.script.call("bind", fd, s.script.buffer(s.address(away, 0)), size);
        s.script.call("bind", fd, s.script.buffer(s.address(away, 0)), size + 50);
        s.name("getsockname", fd, 64);
        s.script.call("bind", fd, s.loopback(0), size);
        s.script.call("bind", fd, s.loopback(0), size);
        s.name("getsockname", fd, 64);
        s.name("getpeername", fd, 64);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 1", "V6, 1", "MAPPED, 1", "V4, 2", "V6, 2", "MAPPED, 2"})
    void addresses_that_cannot_be_reached(Family family, int type) {
        InetScript s = new InetScript(family);
        int size = family.size();
        byte[] good = s.address(family.loopback, 1);
        Value fd = s.socket(type);
        for (int length : new int[] {-1, 0, 1, 2, 8, 15, 129}) {
            s.script.call("connect", fd, s.script.buffer(good), length);
        }
        s.script.call("connect", fd, 0, size);
        byte[] wrong = good.clone();
        wrong[0] = 77;
        s.script.call("connect", fd, s.script.buffer(wrong), size);
        wrong[0] = AF_UNIX;
        s.script.call("connect", fd, s.script.buffer(wrong), size);
        s.name("getpeername", fd, 64);
        s.agree(host);
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(SOCK_STREAM, SOCK_DGRAM)
                .flatMap(type -> Stream.of(Family.V4, Family.V6)
                        .flatMap(family -> Stream.of("any any", "any one", "one any", "one one")
                                .flatMap(which -> Stream.of(
                                                "none", "first", "second", "both", "ports", "port and address")
                                        .map(options -> Arguments.of(type, family, which, options)))));
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void two_sockets_and_one_port(int type, Family family, String which, String options) {
        InetScript s = new InetScript(family);
        List<String> addresses = List.of(which.split(" "));
        Value first = s.socket(type);
        Value second = s.socket(type);
        if (options.equals("first") || options.equals("both")) {
            s.reuse(first);
        }
        if (options.equals("second") || options.equals("both")) {
            s.reuse(second);
        }
        if (options.startsWith("port")) {
            s.option(first, SOL_SOCKET, SO_REUSEPORT, 1);
            s.option(second, SOL_SOCKET, options.equals("ports") ? SO_REUSEPORT : SO_REUSEADDR, 1);
        }
        String ip = addresses.get(0).equals("any") ? family.any : family.loopback;
        s.script.call("bind", first, s.script.buffer(s.address(ip, 0)), family.size());
        s.learn(first, s.there);
        String other = addresses.get(1).equals("any") ? family.any : family.loopback;
        // The second one's address, with the port of the first.
        byte[] whole = s.address(other, 0);
        int from = family.domain == AF_INET ? 4 : 8;
        byte[] tail = Arrays.copyOfRange(whole, from, whole.length);
        s.script.bytes(s.there.at(from), tail);
        s.script.call("bind", second, s.there, family.size());
        s.name("getsockname", second, 64);
        if (type == SOCK_STREAM) {
            s.script.call("listen", first, 3);
            Value third = s.socket(type);
            s.reuse(third);
            s.script.call("bind", third, s.there, family.size());
            s.script.call("listen", second, 3);
        }
        s.script.call("close", first);
        Value fourth = s.socket(type);
        s.script.call("bind", fourth, s.there, family.size());
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, false",
        "1, false, true",
        "1, true, false",
        "2, false, false",
        "2, false, true",
        "2, true, false"
    })
    void both_versions_on_one_port(int type, boolean onlyV6, boolean fourFirst) {
        InetScript s = new InetScript(Family.V6);
        Value six = s.socket(type);
        Value four = s.script.call("socket", AF_INET, type, 0);
        s.onlyV6(six, onlyV6 ? 1 : 0);
        Buffer address = s.script.buffer(s.address(Family.V6.any, 0));
        Buffer small = s.script.buffer(new byte[] {AF_INET, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        s.script.call("bind", fourFirst ? four : six, fourFirst ? small : address, fourFirst ? 16 : 28);
        s.learn(fourFirst ? four : six, s.there);
        // The port stands at the same place in both structures.
        if (fourFirst) {
            s.script.bytes(s.there, new byte[] {AF_INET6, 0});
            s.script.call("bind", six, s.there, 28);
        } else {
            s.script.bytes(s.there, new byte[] {AF_INET, 0});
            s.script.bytes(s.there.at(4), new byte[12]);
            s.script.call("bind", four, s.there, 16);
        }
        s.name("getsockname", six, 64);
        s.name("getsockname", four, 64);
        s.onlyV6(six, 1);
        s.agree(host);
    }

    @Test
    void only_version_6_does_not_reach_version_4() {
        InetScript s = new InetScript(Family.MAPPED);
        s.listening(2);
        Value client = s.socket(SOCK_STREAM);
        s.onlyV6(client, 1);
        s.connect(client);
        Value another = s.socket(SOCK_STREAM);
        s.onlyV6(another, 1);
        s.script.call("bind", another, s.loopback(0), 28);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_port_after_its_connection(Family family) {
        for (boolean serverFirst : new boolean[] {true, false}) {
            for (boolean reuse : new boolean[] {true, false}) {
                InetScript s = new InetScript(family);
                Value listener = s.socket(SOCK_STREAM);
                if (reuse) {
                    s.reuse(listener);
                }
                s.script.call("bind", listener, s.loopback(0), family.size());
                s.learn(listener, s.there);
                s.script.call("listen", listener, 2);
                Value client = s.socket(SOCK_STREAM);
                s.connect(client);
                Value server = s.script.call("accept", listener, 0, 0);
                s.script.call("close", listener);
                Value second = s.socket(SOCK_STREAM);
                s.script.call("bind", second, s.there, family.size());
                s.script.call("close", serverFirst ? server : client);
                s.script.call("close", serverFirst ? client : server);
                Value third = s.socket(SOCK_STREAM);
                s.script.call("bind", third, s.there, family.size());
                Value fourth = s.socket(SOCK_STREAM);
                s.reuse(fourth);
                s.script.call("bind", fourth, s.there, family.size());
                s.agree(host);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void every_own_address_is_reached(Family family) {
        InetScript s = new InetScript(family);
        Value listener = s.socket(SOCK_STREAM);
        s.script.call("bind", listener, s.script.buffer(s.address(family.any, 0)), family.size());
        s.learn(listener, s.there);
        s.script.call("listen", listener, 4);
        Value client = s.socket(SOCK_STREAM);
        s.connect(client);
        s.name("getsockname", client, 64);
        s.name("getpeername", client, 64);
        Value server = s.script.call("accept", listener, 0, 0);
        s.name("getsockname", server, 64);
        s.name("getpeername", server, 64);
        if (family != Family.V6) {
            int at = family == Family.V4 ? 4 : 20;
            s.script.bytes(s.there.at(at), new byte[] {127, 1, 2, 3});
            Value second = s.socket(SOCK_STREAM);
            s.connect(second);
            s.name("getsockname", second, 64);
            s.name("getpeername", second, 64);
        }
        s.agree(host);
    }
}
