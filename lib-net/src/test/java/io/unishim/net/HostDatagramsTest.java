package io.unishim.net;

import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Socket.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.abi.Poll;
import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams between programs and the host: permitted destinations, published ports, and what ICMP tells of them. */
@Timeout(180)
class HostDatagramsTest extends WithHost {
    private static final int PORT = 53;

    /** Somebody outside who answers what he is sent, and a port that nobody has. */
    private static final class Outside implements AutoCloseable {
        final DatagramChannel echo = open();
        final int port = port(echo);
        final int nobody;

        Outside() throws IOException {
            try (DatagramChannel other = open()) {
                nobody = port(other);
            }
            CompletableFuture<Void> unused = CompletableFuture.runAsync(this::answer);
        }

        private void answer() {
            ByteBuffer bytes = ByteBuffer.allocate(65_536);
            try {
                while (true) {
                    SocketAddress from = echo.receive(bytes.clear());
                    echo.send(bytes.flip(), from);
                }
            } catch (ClosedChannelException over) {
                // it is
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        List<Permitted> permitted() {
            return List.of(udp(port), udp(nobody));
        }

        @Override
        public void close() throws IOException {
            echo.close();
        }
    }

    private static Permitted udp(int port) {
        return new Permitted("127.0.0.1", port, Protocol.UDP);
    }

    private static DatagramChannel open() throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    private static int port(DatagramChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private static void sendTo(InetScript s, Value fd, int count) {
        s.script.call("sendto", fd, s.text, count, MSG_NOSIGNAL, s.there, s.family.size());
    }

    private static void receive(InetScript s, Value fd, int count, int flags) {
        s.script.ints(s.length, 0, 64);
        s.script.bytes(s.in.at(2048), new byte[64]);
        s.script.call("recvfrom", fd, s.in, count, flags, s.in.at(2048), s.length);
        s.script.show(s.in, 0, 32);
        s.script.show(s.in, 2048, 32); // the port too: whoever answers is the same
        s.script.show(s.length, 0, 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"V4", "MAPPED"})
    void an_answer_from_outside(Family family) throws IOException {
        try (Outside outside = new Outside()) {
            InetScript s = new InetScript(family);
            Value fd = s.socket(SOCK_DGRAM);
            s.to(outside.port);
            s.ready(fd);
            sendTo(s, fd, 5);
            receive(s, fd, 3, MSG_PEEK);
            receive(s, fd, 3, MSG_PEEK | MSG_TRUNC);
            receive(s, fd, 3, MSG_TRUNC);
            sendTo(s, fd, 7);
            s.await(fd, Poll.POLLIN);
            s.script.call("ioctl", fd, FIONREAD, s.in);
            s.script.show(s.in, 0, 4);
            receive(s, fd, 10, MSG_DONTWAIT);
            receive(s, fd, 10, MSG_DONTWAIT);
            sendTo(s, fd, 0);
            receive(s, fd, 10, 0);
            sendTo(s, fd, 65_507);
            receive(s, fd, 65_507, 0);
            sendTo(s, fd, 65_508);
            s.ready(fd);
            s.name("getsockname", fd, 64);
            s.agree(host, outside.permitted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V4", "MAPPED"})
    void a_connection_with_outside(Family family) throws IOException {
        try (Outside outside = new Outside()) {
            InetScript s = new InetScript(family);
            Value fd = s.socket(SOCK_DGRAM);
            s.to(outside.port);
            s.connect(fd);
            s.name("getsockname", fd, 64);
            s.name("getpeername", fd, 64);
            s.script.call("write", fd, s.text, 26);
            s.script.call("read", fd, s.in, 100);
            s.script.show(s.in, 0, 32);
            s.script.call("write", fd, s.text.last(3), 3);
            receive(s, fd, 10, 0);
            s.script.call("write", fd, s.text.last(3), 4);
            s.script.call("shutdown", fd, SHUT_WR);
            s.script.call("write", fd, s.text, 26);
            s.agree(host, outside.permitted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V4", "MAPPED"})
    void nobody_is_there(Family family) throws IOException {
        try (Outside outside = new Outside()) {
            InetScript s = new InetScript(family);
            Value fd = s.socket(SOCK_DGRAM);
            s.to(outside.nobody);
            s.connect(fd);
            for (int i = 0; i < 3; i++) {
                s.script.call("write", fd, s.text, 4);
                s.await(fd, Poll.POLLIN);
                switch (i) {
                    case 0 -> receive(s, fd, 10, 0);
                    case 1 -> s.error(fd);
                    default -> s.script.call("write", fd, s.text, 4);
                }
                s.error(fd);
                s.ready(fd);
                receive(s, fd, 10, MSG_DONTWAIT);
            }
            // Who waits is told, too.
            s.script.call("write", fd, s.text, 4);
            receive(s, fd, 10, 0);
            s.agree(host, outside.permitted());
        }
    }

    @Test
    void who_is_not_connected_learns_of_failures_only_if_he_wants_to() throws IOException {
        try (Outside outside = new Outside()) {
            InetScript s = new InetScript(Family.V4);
            Value fd = s.socket(SOCK_DGRAM);
            s.to(outside.nobody);
            sendTo(s, fd, 4);
            sendTo(s, fd, 4);
            s.error(fd);
            s.to(outside.port);
            sendTo(s, fd, 6);
            receive(s, fd, 10, 0);
            s.option(fd, SOL_IP, IP_RECVERR, 1);
            s.to(outside.nobody);
            sendTo(s, fd, 4);
            s.await(fd, Poll.POLLIN);
            s.error(fd);
            s.ready(fd);
            s.script.bytes(s.in.at(2048), new byte[1024]);
            s.script.longs(s.polls, 0, s.in, 100);
            s.script.longs(s.polls, 64, s.in.at(2048), 16, s.polls, 1, s.in.at(2200), 512, 0);
            s.script.call("recvmsg", fd, s.polls.at(64), MSG_ERRQUEUE);
            s.script.show(s.in, 0, 8);
            s.script.show(s.in, 2048, 16);
            s.script.show(s.in, 2200, 48);
            s.script.show(s.polls, 64 + 40, 16);
            s.ready(fd);
            receive(s, fd, 10, MSG_ERRQUEUE);
            s.agree(host, outside.permitted());
        }
    }

    private static Shim publishing(int hostPort) {
        return Shim.builder()
                .only("net", "vfscore")
                .option(NetLibrary.PUBLISHED, List.of(new Published(hostPort, PORT, Protocol.UDP)))
                .boot();
    }

    private static void say(DatagramChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    private static String hear(DatagramChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        channel.read(bytes);
        return new String(bytes.array(), 0, bytes.position(), US_ASCII);
    }

    private static DatagramChannel speaking(int port) throws IOException {
        return open().connect(new InetSocketAddress("127.0.0.1", port));
    }

    private static int freePort() throws IOException {
        try (DatagramChannel some = open()) {
            return port(some);
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(booleans = {false, true})
    void the_host_speaks_to_a_published_port(boolean chosen) throws IOException {
        try (Shim shim = publishing(chosen ? 0 : freePort())) {
            int port = shim.service(Network.class).publishedPort(Protocol.UDP, PORT);
            for (int i = 0; i < 2; i++) {
                // Nobody has the port yet, or any more.
                try (DatagramChannel early = speaking(port)) {
                    say(early, "early");
                    assertThatThrownBy(() -> hear(early)).isInstanceOf(PortUnreachableException.class);
                }
                GuestSocket server = new GuestSocket(shim, SOCK_DGRAM).bound(PORT);
                try (DatagramChannel one = speaking(port);
                        DatagramChannel two = speaking(port)) {
                    say(one, "one");
                    assertThat(server.receive(0)).isEqualTo("one");
                    say(two, "two");
                    assertThat(server.receive(0)).isEqualTo("two");
                    assertThat(server.send("to one", port(one))).isEqualTo(6);
                    assertThat(server.send("to two", port(two))).isEqualTo(6);
                    assertThat(hear(one)).isEqualTo("to one");
                    assertThat(hear(two)).isEqualTo("to two");
                }
                server.close();
            }
        }
    }

    @Test
    void a_published_port_answers_where_the_last_message_came_from() throws IOException {
        try (Shim shim = publishing(0);
                DatagramChannel outside = speaking(shim.service(Network.class).publishedPort(Protocol.UDP, PORT))) {
            GuestSocket server = new GuestSocket(shim, SOCK_DGRAM).bound(PORT);
            GuestSocket inside = new GuestSocket(shim, SOCK_DGRAM).bound(port(outside));
            say(outside, "out");
            assertThat(server.receive(0)).isEqualTo("out");
            assertThat(server.send("to outside", port(outside))).isEqualTo(10);
            assertThat(hear(outside)).isEqualTo("to outside");
            assertThat(inside.send("in", PORT)).isEqualTo(2);
            assertThat(server.receive(0)).isEqualTo("in");
            assertThat(server.send("to inside", port(outside))).isEqualTo(9);
            assertThat(inside.receive(0)).isEqualTo("to inside");
        }
    }

    @Test
    void nothing_else_of_the_host_is_reached_or_heard() throws IOException {
        try (Outside outside = new Outside();
                DatagramChannel stranger = open();
                Shim confined = Shim.builder().only("net", "vfscore").boot();
                Shim connects = Shim.builder()
                        .only("net", "vfscore")
                        .option(NetLibrary.PERMITTED, List.of(new Permitted("127.0.0.1", outside.port)))
                        .boot();
                Shim sends = Shim.builder()
                        .only("net", "vfscore")
                        .option(NetLibrary.PERMITTED, outside.permitted())
                        .boot()) {
            for (Shim each : List.of(confined, connects, sends)) {
                GuestSocket guest = new GuestSocket(each, SOCK_DGRAM);
                guest.send("hello", port(stranger));
                byte[] away = new Endpoint(Ip.v4(0xc0000201), 53).address(AF_INET);
                assertThat(guest.send("x", away)).isEqualTo(-Errnos.ENETUNREACH);
            }
            GuestSocket guest = new GuestSocket(confined, SOCK_DGRAM);
            guest.send("hello", outside.port);
            assertThat(guest.receive(MSG_DONTWAIT)).isEqualTo("" + -Errnos.EAGAIN);
            stranger.configureBlocking(false);
            assertThat(stranger.receive(ByteBuffer.allocate(10))).isNull();
            // Whoever learns the port of the host by which a program speaks is not heard.
            try (DatagramChannel answering = open();
                    Shim other = Shim.builder()
                            .only("net", "vfscore")
                            .option(NetLibrary.PERMITTED, List.of(udp(port(answering))))
                            .boot()) {
                GuestSocket asking = new GuestSocket(other, SOCK_DGRAM);
                asking.send("question", port(answering));
                SocketAddress from = answering.receive(ByteBuffer.allocate(10));
                stranger.send(ByteBuffer.wrap("lie".getBytes(US_ASCII)), from);
                answering.send(ByteBuffer.wrap("answer".getBytes(US_ASCII)), from);
                assertThat(asking.receive(0)).isEqualTo("answer");
                assertThat(asking.receive(MSG_DONTWAIT)).isEqualTo("" + -Errnos.EAGAIN);
            }
        }
    }
}
