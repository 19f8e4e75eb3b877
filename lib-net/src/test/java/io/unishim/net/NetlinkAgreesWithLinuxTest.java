package io.unishim.net;

import static io.unishim.abi.Ioctls.*;
import static io.unishim.abi.Netlink.*;
import static io.unishim.abi.Socket.*;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AF_NETLINK and requests about interfaces on sockets of all domains, against the host, as far as both have the loopback. */
class NetlinkAgreesWithLinuxTest extends WithHost {
    private static final int SEQUENCE = 77;

    /** A port that no other process of the host asks for: other runs of this test have other numbers. */
    private static final int PORT = 0x40000000 | (int) ProcessHandle.current().pid();

    private final CallScript script = new CallScript();
    private final Buffer name = script.buffer();
    private final Buffer request = script.buffer();
    private final Buffer in = script.buffer();
    private final Buffer length = script.buffer();

    private void agree() {
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }

    private Value socket(int type) {
        return script.call("socket", AF_NETLINK, type, NETLINK_ROUTE);
    }

    private void named(String call, Value fd, int room, boolean port) {
        script.ints(length, 0, room);
        script.bytes(in, new byte[32]);
        script.call(call, fd, in, length);
        script.show(in, 0, 4);
        if (port) {
            script.show(in, 4, 4);
        }
        script.show(in, 8, 4);
        script.show(length, 0, 4);
    }

    private void bind(Value fd, int port, int groups, int size) {
        script.ints(name, 0, AF_NETLINK, port, groups);
        script.call("bind", fd, name, size);
    }

    /** Puts a request there: a header, and bytes of its structure. */
    private void request(int size, int type, int flags, int... structure) {
        script.ints(request, 0, size, type | flags << 16, SEQUENCE, 0);
        script.ints(request, 16, Arrays.stream(structure).boxed().toArray());
    }

    private void ask(Value fd, int size, int type, int flags, int... structure) {
        request(size, type, flags, structure);
        script.call("sendto", fd, request, size, 0, 0, 0);
    }

    /** Compares type, flags and sequence of an answer, and what follows the port. */
    private void answer(Value fd, int room, int flags, int shown) {
        script.bytes(in, new byte[128]);
        script.call("recvfrom", fd, in, room, flags | MSG_DONTWAIT, 0, 0);
        script.show(in, 4, 8);
        if (shown > 0) {
            script.show(in, 16, shown);
        }
    }

    @Test
    void which_sockets_there_are() {
        for (int type = 0; type < 12; type++) {
            script.call("socket", AF_NETLINK, type, NETLINK_ROUTE);
            script.call("socketpair", AF_NETLINK, type, NETLINK_ROUTE, in);
        }
        for (int protocol : new int[] {-1, 32, 1000}) {
            script.call("socket", AF_NETLINK, SOCK_RAW, protocol);
        }
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_RAW, SOCK_DGRAM})
    void names(int type) {
        Value fd = socket(type);
        named("getsockname", fd, 12, true);
        named("getpeername", fd, 12, true);
        bind(fd, 0, 0, 11);
        script.ints(name, 0, AF_INET, 0, 0);
        script.call("bind", fd, name, 12);
        bind(fd, PORT, 1, 12);
        named("getsockname", fd, 40, true);
        named("getsockname", fd, 5, true);
        bind(fd, PORT, 0, 12);
        bind(fd, PORT ^ 0x20000000, 0, 12);
        bind(fd, 0, 0, 12);
        Value second = socket(type);
        bind(second, PORT, 0, 12);
        bind(second, 0, 0, 12);
        named("getsockname", second, 12, false);
        script.call("close", fd);
        Value third = socket(type);
        bind(third, PORT, 0, 12);
        script.ints(name, 0, AF_UNSPEC);
        script.call("connect", third, name, 1);
        script.call("connect", third, name, 2);
        script.ints(name, 0, AF_NETLINK, 0, 0);
        script.call("connect", third, name, 12);
        script.call("connect", third, name, 10);
        named("getpeername", third, 12, true);
        script.call("listen", third, 1);
        script.call("accept", third, 0, 0);
        script.call("shutdown", third, SHUT_RDWR);
        agree();
    }

    @Test
    void requests_that_are_none() {
        Value fd = socket(SOCK_RAW);
        script.call("sendto", fd, request, 0, 0, 0, 0);
        script.call("sendto", fd, request, 16, MSG_OOB, 0, 0);
        script.call("sendto", fd, 0, 16, 0, 0, 0);
        answer(fd, 64, 0, 0);
        ask(fd, 15, RTM_GETLINK, NLM_F_REQUEST);
        answer(fd, 64, 0, 0);
        ask(fd, 16, RTM_GETLINK, NLM_F_REQUEST | NLM_F_ACK);
        answer(fd, 64, 0, 4);
        ask(fd, 20, 128, NLM_F_REQUEST, 0);
        answer(fd, 64, 0, 4);
        answer(fd, 64, 0, 0);
        ask(fd, 20, 127, NLM_F_REQUEST, 0);
        answer(fd, 64, 0, 4);
        ask(fd, 20, RTM_GETLINK, 0, 0);
        answer(fd, 64, 0, 0);
        ask(fd, 20, RTM_GETLINK, NLM_F_ACK, 0);
        answer(fd, 64, 0, 4);
        ask(fd, 20, NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK, 0);
        answer(fd, 64, 0, 4);
        ask(fd, 32, RTM_GETLINK, NLM_F_REQUEST, 0, 999, 0, 0);
        answer(fd, 64, MSG_PEEK, 4);
        answer(fd, 8, MSG_PEEK | MSG_TRUNC, 0);
        answer(fd, 8, 0, 0);
        ask(fd, 32, RTM_GETLINK, NLM_F_REQUEST, 0, 0, 0, 0);
        answer(fd, 64, 0, 4);
        ask(fd, 20, RTM_GETLINK, NLM_F_REQUEST, 0);
        answer(fd, 64, 0, 4);
        script.ints(name, 0, AF_NETLINK, 0x7654321, 0);
        script.call("sendto", fd, request, 20, 0, name, 11);
        agree();
    }

    @Test
    void the_loopback() {
        Value fd = socket(SOCK_RAW);
        ask(fd, 32, RTM_GETLINK, NLM_F_REQUEST, 0, 1, 0, 0);
        // The kernel tells more of it than we do: only the structure is compared.
        answer(fd, 32, MSG_PEEK, 16);
        answer(fd, 32, 0, 16);
        ask(fd, 32, RTM_GETLINK, NLM_F_REQUEST | NLM_F_ACK, 0, 1, 0, 0);
        answer(fd, 32, 0, 16);
        answer(fd, 20, 0, 4);
        answer(fd, 20, 0, 0);
        // Which way to 127.0.0.5: a structure of 12 bytes and RTA_DST.
        ask(fd, 36, RTM_GETROUTE, NLM_F_REQUEST, AF_INET | 32 << 8, 0, 0, 8 | RTA_DST << 16, 0x0500007f);
        answer(fd, 28, 0, 12);
        ask(fd, 36, RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, AF_INET);
        answer(fd, 24, 0, 8);
        agree();
    }

    @Test
    void options() {
        Value fd = socket(SOCK_RAW);
        for (int option = 0; option < 14; option++) {
            for (int room : new int[] {4, 3, 0, -1}) {
                script.ints(length, 0, room);
                script.ints(in, 0, -1);
                if (option != NETLINK_LIST_MEMBERSHIPS) {
                    script.call("getsockopt", fd, SOL_NETLINK, option, in, length);
                    script.show(in, 0, 4);
                    script.show(length, 0, 4);
                }
            }
        }
        for (int option : new int[] {NETLINK_PKTINFO, NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK}) {
            for (int value : new int[] {1, 2, 0}) {
                script.ints(request, 0, value);
                script.ints(length, 0, 4);
                script.call("setsockopt", fd, SOL_NETLINK, option, request, 4);
                script.call("getsockopt", fd, SOL_NETLINK, option, in, length);
                script.show(in, 0, 4);
            }
        }
        script.ints(request, 0, 1);
        script.call("setsockopt", fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, request, 4);
        script.call("setsockopt", fd, SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, request, 4);
        script.ints(request, 0, 0);
        script.call("setsockopt", fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, request, 4);
        script.call("setsockopt", fd, SOL_NETLINK, 99, request, 4);
        script.call("setsockopt", fd, SOL_TCP, 1, request, 4);
        script.call("getsockopt", fd, SOL_TCP, 1, request, length);
        script.ints(request, 0, 1);
        script.call("setsockopt", fd, SOL_NETLINK, NETLINK_CAP_ACK, request, 4);
        ask(fd, 20, 128, NLM_F_REQUEST, 0);
        answer(fd, 64, 0, 4);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK})
    void interfaces_asked_of_any_socket(int domain) {
        Value fd = script.call("socket", domain, SOCK_DGRAM, 0);
        for (int wanted : new int[] {
            SIOCGIFFLAGS,
            SIOCGIFMTU,
            SIOCGIFINDEX,
            SIOCGIFTXQLEN,
            SIOCGIFHWADDR,
            SIOCGIFMETRIC,
            SIOCGIFADDR,
            SIOCGIFNETMASK,
            SIOCGIFBRDADDR,
            SIOCGIFDSTADDR
        }) {
            for (String each : new String[] {"lo\0\0", "none", "\0\0\0\0"}) {
                script.bytes(in, new byte[40]);
                script.bytes(in, each.getBytes(StandardCharsets.US_ASCII));
                script.call("ioctl", fd, wanted, in);
                script.show(in, 0, 40);
            }
            script.call("ioctl", fd, wanted, 0);
        }
        script.bytes(in, new byte[40]);
        script.ints(in, 16, 1);
        script.call("ioctl", fd, SIOCGIFNAME, in);
        script.show(in, 0, 16);
        script.ints(in, 16, 999);
        script.call("ioctl", fd, SIOCGIFNAME, in);
        script.call("ioctl", fd, 0x5401, in);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {AF_INET, AF_INET6, AF_UNIX})
    void links_and_hardware_addresses(int domain) {
        Value fd = script.call("socket", domain, SOCK_DGRAM, 0);
        for (String each : new String[] {"lo\0\0", "none"}) {
            script.bytes(in, new byte[40]);
            script.bytes(in, each.getBytes(StandardCharsets.US_ASCII));
            script.call("ioctl", fd, SIOCETHTOOL, in); // nowhere to look for what is asked
        }
        script.bytes(in, new byte[68]);
        script.call("ioctl", fd, SIOCGARP, in);
        script.ints(in, 0, AF_INET, 0x0100007f);
        script.call("ioctl", fd, SIOCGARP, in);
        script.call("ioctl", fd, SIOCGARP, 0);
        agree();
    }
}
