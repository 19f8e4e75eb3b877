package io.unishim.net;

import static io.unishim.abi.Ioctls.*;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;

import io.unishim.net.InetScript.Ends;
import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of Internet sockets and requests about interfaces, against the host. */
class InetOptionsAgreeWithLinuxTest extends WithHost {
    private static final int[] VALUES = {0, 1, 2, 100, 127, 128, 255, 256, 600, 32767, 32768, -1, -2};

    private static void number(InetScript s, Value fd, int level, int name) {
        for (int room : new int[] {0, 1, 3, 4, 8, -1}) {
            s.getOption(fd, level, name, room);
        }
        for (int value : VALUES) {
            s.option(fd, level, name, value);
            s.getOption(fd, level, name, 4);
        }
        s.script.ints(s.text, 64, 5);
        for (int length : new int[] {0, 1, 3, -1}) {
            s.script.call("setsockopt", fd, level, name, s.text.at(64), length);
        }
        s.script.call("setsockopt", fd, level, name, 0, 4);
        s.getOption(fd, level, name, 4);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                TCP_NODELAY,
                TCP_CORK,
                TCP_KEEPIDLE,
                TCP_KEEPINTVL,
                TCP_KEEPCNT,
                TCP_SYNCNT,
                TCP_LINGER2,
                TCP_DEFER_ACCEPT,
                TCP_QUICKACK,
                TCP_USER_TIMEOUT,
                TCP_NOTSENT_LOWAT,
                TCP_MAXSEG,
                9999
            })
    void options_of_tcp(int name) {
        InetScript s = new InetScript(Family.V4);
        number(s, s.socket(SOCK_STREAM), SOL_TCP, name);
        number(s, s.socket(SOCK_DGRAM), SOL_TCP, name);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({
        "1, " + IP_TTL,
        "1, " + IP_TOS,
        "1, " + IP_RECVERR,
        "1, " + IP_PKTINFO,
        "1, " + IP_MTU_DISCOVER,
        "1, " + IP_RECVTTL,
        "1, " + IP_RECVTOS,
        "1, " + IP_FREEBIND,
        "1, " + IP_MINTTL,
        "1, " + IP_MTU,
        "1, " + IP_MULTICAST_LOOP,
        "1, " + IP_BIND_ADDRESS_NO_PORT,
        "1, 9999",
        "2, " + IP_TTL,
        "2, " + IP_RECVERR,
        "2, " + IP_PKTINFO,
        "2, " + IP_MTU_DISCOVER,
        "2, " + IP_RECVTTL,
        "2, " + IP_RECVTOS,
        "2, " + IP_FREEBIND,
        "2, " + IP_MULTICAST_TTL,
        "2, " + IP_MULTICAST_LOOP,
        "2, " + IP_MULTICAST_ALL,
        "2, " + IP_RECVORIGDSTADDR,
        "2, 9999"
    })
    void options_of_ip(int type, int name) {
        InetScript s = new InetScript(Family.V4);
        number(s, s.socket(type), SOL_IP, name);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({
        "1, " + IPV6_V6ONLY,
        "1, " + IPV6_UNICAST_HOPS,
        "1, " + IPV6_RECVPKTINFO,
        "1, " + IPV6_TCLASS,
        "1, " + IPV6_RECVERR,
        "1, " + IPV6_MTU_DISCOVER,
        "1, " + IPV6_FREEBIND,
        "1, 9999",
        "2, " + IPV6_V6ONLY,
        "2, " + IPV6_UNICAST_HOPS,
        "2, " + IPV6_MULTICAST_HOPS,
        "2, " + IPV6_MULTICAST_LOOP,
        "2, " + IPV6_RECVPKTINFO,
        "2, " + IPV6_RECVHOPLIMIT,
        "2, " + IPV6_RECVTCLASS,
        "2, " + IPV6_TCLASS,
        "2, " + IPV6_DONTFRAG,
        "2, 9999"
    })
    void options_of_ipv6(int type, int name) {
        InetScript s = new InetScript(Family.V6);
        number(s, s.socket(type), SOL_IPV6, name);
        Value four = s.script.call("socket", AF_INET, type, 0);
        s.option(four, SOL_IPV6, name, 1);
        s.getOption(four, SOL_IPV6, name, 4);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 1", "V6, 1", "V4, 2", "V6, 2"})
    void options_of_sockets(Family family, int type) {
        InetScript s = new InetScript(family);
        Value fd = s.socket(type);
        for (int name : new int[] {
            SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN, SO_REUSEADDR, SO_REUSEPORT, SO_KEEPALIVE,
            SO_BROADCAST, SO_OOBINLINE, SO_DONTROUTE, SO_PRIORITY, SO_RCVLOWAT, SO_SNDLOWAT, SO_SNDBUF, SO_RCVBUF,
            SO_LINGER, SO_TIMESTAMP, SO_TIMESTAMPNS, SO_NO_CHECK, SO_RXQ_OVFL, SO_MARK, SO_BUSY_POLL, SO_DEBUG,
            SO_BSDCOMPAT, SO_SELECT_ERR_QUEUE, SO_PEERCRED, SO_PEERNAME, 9999
        }) {
            for (int room : new int[] {0, 1, 4, 16}) {
                s.getOption(fd, SOL_SOCKET, name, room);
            }
        }
        for (int name : new int[] {
            SO_REUSEADDR,
            SO_REUSEPORT,
            SO_KEEPALIVE,
            SO_BROADCAST,
            SO_OOBINLINE,
            SO_DONTROUTE,
            SO_RCVLOWAT,
            SO_TIMESTAMP,
            SO_TIMESTAMPNS,
            SO_NO_CHECK,
            SO_RXQ_OVFL,
            SO_TYPE,
            SO_ERROR,
            SO_ACCEPTCONN,
            SO_PROTOCOL,
            9999
        }) {
            // How far SO_RCVLOWAT goes depends on net.ipv4.tcp_rmem.
            for (int value : new int[] {0, 1, 7, name == SO_RCVLOWAT ? 9 : -1}) {
                s.option(fd, SOL_SOCKET, name, value);
                s.getOption(fd, SOL_SOCKET, name, 4);
                s.getOption(fd, SOL_SOCKET, SO_TIMESTAMP, 4);
            }
        }
        for (int value : new int[] {0, 1, 5_000, 100_000}) {
            s.option(fd, SOL_SOCKET, SO_SNDBUF, value);
            s.getOption(fd, SOL_SOCKET, SO_SNDBUF, 4);
            s.option(fd, SOL_SOCKET, SO_RCVBUF, value);
            s.getOption(fd, SOL_SOCKET, SO_RCVBUF, 4);
        }
        s.script.bytes(s.text.at(64), "nowhere\0".getBytes(StandardCharsets.US_ASCII));
        s.script.call("setsockopt", fd, SOL_SOCKET, SO_BINDTODEVICE, s.text.at(64), 8);
        s.script.bytes(s.text.at(64), "lo\0".getBytes(StandardCharsets.US_ASCII));
        s.script.call("setsockopt", fd, SOL_SOCKET, SO_BINDTODEVICE, s.text.at(64), 3);
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"V4", "V6"})
    void an_accepted_connection_has_its_listeners_options(String version) {
        InetScript s = new InetScript(Family.valueOf(version));
        Value listener = s.listening(3);
        s.option(listener, SOL_TCP, TCP_NODELAY, 1);
        s.option(listener, SOL_TCP, TCP_KEEPIDLE, 77);
        s.option(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
        s.option(listener, SOL_SOCKET, SO_RCVBUF, 50_000);
        s.linger(listener, 9);
        Value client = s.socket(SOCK_STREAM);
        s.connect(client);
        Value server = s.script.call("accept", listener, 0, 0);
        for (int name : new int[] {SO_KEEPALIVE, SO_RCVBUF, SO_LINGER, SO_REUSEADDR, SO_ACCEPTCONN}) {
            s.getOption(server, SOL_SOCKET, name, 8);
        }
        s.getOption(server, SOL_TCP, TCP_NODELAY, 4);
        s.getOption(server, SOL_TCP, TCP_KEEPIDLE, 4);
        s.getOption(listener, SOL_SOCKET, SO_ACCEPTCONN, 4);
        s.getOption(server, SOL_IP, IP_MTU, 4);
        s.getOption(client, SOL_IP, IP_MTU, 4);
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"established", "listening", "closed", "shut"})
    void states_told_by_tcp_info(String state) {
        InetScript s = new InetScript(Family.V4);
        Value fd;
        if (state.equals("listening")) {
            fd = s.listening(3);
            s.connect(s.socket(SOCK_STREAM));
        } else if (state.equals("closed")) {
            fd = s.socket(SOCK_STREAM);
        } else {
            Ends ends = s.connected();
            fd = ends.server();
            if (state.equals("shut")) {
                s.script.call("shutdown", ends.client(), SHUT_WR);
            }
        }
        s.script.ints(s.length, 0, 104);
        s.script.call("getsockopt", fd, SOL_TCP, TCP_INFO, s.in, s.length);
        s.script.show(s.in, 0, 1);
        s.script.show(s.length, 0, 4);
        if (state.equals("listening")) {
            s.script.show(s.in, 24, 8);
        }
        s.script.ints(s.length, 0, 20);
        s.script.call("getsockopt", fd, SOL_TCP, TCP_CONGESTION, s.in, s.length);
        s.script.show(s.length, 0, 4);
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                SIOCGIFFLAGS,
                SIOCGIFADDR,
                SIOCGIFNETMASK,
                SIOCGIFBRDADDR,
                SIOCGIFDSTADDR,
                SIOCGIFMTU,
                SIOCGIFINDEX,
                SIOCGIFHWADDR,
                SIOCGIFMETRIC,
                SIOCGIFTXQLEN,
                SIOCGIFMAP,
                SIOCSIFFLAGS,
                SIOCSIFMTU
            })
    void requests_about_the_loopback(int request) {
        InetScript s = new InetScript(Family.V4);
        Value fd = s.socket(SOCK_DGRAM);
        for (String name : new String[] {"lo", "nowhere0", ""}) {
            byte[] asked = new byte[40];
            Arrays.fill(asked, 16, 40, (byte) 7);
            s.script.bytes(s.in, asked);
            s.script.bytes(s.in, name.getBytes(StandardCharsets.US_ASCII));
            boolean sets = request == SIOCSIFFLAGS || request == SIOCSIFMTU;
            s.script.call("ioctl", fd, request, s.in);
            if (!sets) {
                s.script.show(s.in, 0, 40);
            }
        }
        s.script.call("ioctl", fd, request, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, 99_999})
    void names_of_interfaces(int index) {
        InetScript s = new InetScript(Family.V4);
        s.script.ints(s.in, 0, -1, -1, -1, -1);
        s.script.ints(s.in, 16, index);
        s.script.call("ioctl", s.socket(SOCK_DGRAM), SIOCGIFNAME, s.in);
        s.script.show(s.in, 0, 16);
        s.agree(host);
    }
}
