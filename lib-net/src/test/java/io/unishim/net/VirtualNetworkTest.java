package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EHOSTUNREACH;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.IPPROTO_ICMP;
import static io.unishim.abi.Socket.IPPROTO_ICMPV6;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.SHUT_WR;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_RAW;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.Socket.SO_RCVTIMEO;
import static io.unishim.abi.TcpOptions.TCP_USER_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.linux.MessageCalls;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import io.unishim.task.VirtualTime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two shims in a network, by the calls of their programs; the clocks are virtual. Of version 4, and of 6 in a subclass. */
@Timeout(180)
class VirtualNetworkTest {
    private static final int PORT = 700;
    private static final long SECOND = 1_000_000_000L;

    private final VirtualTime time = VirtualTime.from(Instant.EPOCH);
    /** @return AF_INET or AF_INET6 */
    int domain() {
        return AF_INET;
    }

    VirtualNetwork network;
    private VirtualTime.Hold hold;
    Host one;
    Host two;

    /** A shim with a process. */
    final class Host implements AutoCloseable {
        final NetworkMember place;
        final Shim shim;
        final Task task;
        final SocketCalls sockets;
        final MessageCalls messages;

        Host(String name) {
            place = network.member(name);
            shim = Shim.builder()
                    .only("net", "vfscore")
                    .time(time)
                    .option(NetLibrary.NETWORKS, List.of(place))
                    .boot();
            task = shim.newProcess("test");
            sockets = shim.calls(SocketCallsFamily.FAMILY);
            messages = shim.calls(MessageCallsFamily.FAMILY);
        }

        Ip ip() {
            return place.addresses().get(domain() == AF_INET ? 0 : 1).ip();
        }

        int socket(int type) {
            return (int) sockets.socket(task, domain(), type, 0);
        }

        UserBuffer address(int port) {
            return UserBuffer.of(new Endpoint(ip(), port).address(domain()));
        }

        int bound(int type) {
            int fd = socket(type);
            assertThat(sockets.bind(task, fd, address(PORT))).isZero();
            return fd;
        }

        int listening() {
            int fd = bound(SOCK_STREAM);
            assertThat(sockets.listen(task, fd, 5)).isZero();
            return fd;
        }

        long connect(int fd, Host other) {
            return sockets.connect(task, fd, other.address(PORT));
        }

        int accept(int fd) {
            return (int) sockets.accept(task, fd, 0, UserInt.none());
        }

        long send(int fd, String text) {
            return messages.sendto(task, fd, bytes(text), MSG_NOSIGNAL, UserBuffer.of(new byte[0]));
        }

        long sendTo(int fd, String text, Host other) {
            return messages.sendto(task, fd, bytes(text), MSG_NOSIGNAL, other.address(PORT));
        }

        /** @return what came, or the errno */
        String receive(int fd, int flags) {
            byte[] bytes = new byte[100];
            long got = messages.recvfrom(task, fd, UserBuffer.of(bytes), flags, 0, UserInt.none());
            return got < 0 ? "" + got : new String(bytes, 0, (int) got, StandardCharsets.US_ASCII);
        }

        void patience(int fd, int seconds) {
            ByteBuffer value =
                    ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(seconds);
            assertThat(sockets.setsockopt(task, fd, SOL_SOCKET, SO_RCVTIMEO, UserBuffer.of(value.array())))
                    .isZero();
        }

        @Override
        public void close() {
            shim.close();
        }
    }

    private static UserBuffer bytes(String text) {
        return UserBuffer.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @BeforeEach
    void boot() {
        network = VirtualNetwork.named("lab").time(time).seed(1).open();
        one = new Host("one");
        two = new Host("two");
        hold = time.hold();
    }

    @AfterEach
    void close() {
        hold.close();
        one.close();
        two.close();
        network.close();
    }

    @Test
    void a_connection_carries_bytes_both_ways_and_its_end() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        assertThat(one.connect(client, two)).isZero();
        int server = two.accept(listener);
        assertThat(one.send(client, "ping")).isEqualTo(4);
        assertThat(two.receive(server, 0)).isEqualTo("ping");
        assertThat(two.send(server, "pong")).isEqualTo(4);
        assertThat(one.receive(client, 0)).isEqualTo("pong");
        one.sockets.shutdown(one.task, client, SHUT_WR);
        assertThat(two.receive(server, 0)).isEmpty();
        assertThat(two.send(server, "rest")).isEqualTo(4);
        two.shim.linux(two.task).close(server);
        assertThat(one.receive(client, 0)).isEqualTo("rest");
        assertThat(one.receive(client, 0)).isEmpty();
    }

    @Test
    void what_nothing_delays_is_there_when_the_sender_is_back() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        assertThat(one.connect(client, two)).isZero();
        int server = two.accept(listener);
        long before = time.monotonicNanos();
        for (int i = 0; i < 100; i++) {
            assertThat(one.send(client, "now" + i)).isPositive();
            assertThat(two.receive(server, MSG_DONTWAIT)).isEqualTo("now" + i);
        }
        byte[] urgent = {'!'};
        one.messages.sendto(one.task, client, UserBuffer.of(urgent), MSG_OOB, UserBuffer.of(new byte[0]));
        assertThat(two.receive(server, MSG_OOB)).isEqualTo("!");
        UserBuffer data = UserBuffer.of(new byte[] {'?'});
        int talker = one.socket(SOCK_DGRAM);
        int hearer = two.bound(SOCK_DGRAM);
        assertThat(one.messages.sendto(one.task, talker, data, 0, two.address(PORT)))
                .isEqualTo(1);
        assertThat(two.receive(hearer, MSG_DONTWAIT)).isEqualTo("?");
        assertThat(time.monotonicNanos()).isEqualTo(before);
    }

    @Test
    void more_than_there_is_room_for_waits_for_the_reader() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        assertThat(one.connect(client, two)).isZero();
        int server = two.accept(listener);
        byte[] all = new byte[3_000_000];
        new Random(7).nextBytes(all);
        CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> {
            try (VirtualTime.Hold mine = time.hold()) {
                return one.messages.sendto(
                        one.task, client, UserBuffer.of(all), MSG_NOSIGNAL, UserBuffer.of(new byte[0]));
            }
        });
        byte[] got = new byte[all.length];
        for (int at = 0; at < got.length; ) {
            byte[] part = new byte[Math.min(50_000, got.length - at)];
            long count = two.messages.recvfrom(two.task, server, UserBuffer.of(part), 0, 0, UserInt.none());
            assertThat(count).isPositive();
            System.arraycopy(part, 0, got, at, (int) count);
            at += (int) count;
        }
        assertThat(got).isEqualTo(all);
        assertThat(sent.join()).isEqualTo(all.length);
    }

    @Test
    void latency_is_what_a_round_trip_takes() {
        network.link("one", "two", Link.PERFECT.withLatency(Duration.ofSeconds(3)));
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        long before = time.monotonicNanos();
        assertThat(one.connect(client, two)).isZero();
        assertThat(time.monotonicNanos() - before).isEqualTo(6 * SECOND);
        int server = two.accept(listener); // when it has heard that its answer came
        assertThat(time.monotonicNanos() - before).isEqualTo(9 * SECOND);
        one.send(client, "ping");
        assertThat(two.receive(server, 0)).isEqualTo("ping");
        assertThat(time.monotonicNanos() - before).isEqualTo(12 * SECOND);
    }

    @Test
    void bandwidth_is_how_long_bytes_take() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        one.connect(client, two);
        int server = two.accept(listener);
        network.oneWay("one", "two", Link.PERFECT.withBandwidth(2));
        long before = time.monotonicNanos();
        one.send(client, "0123456789");
        assertThat(two.receive(server, 0)).isEqualTo("0123456789");
        assertThat(time.monotonicNanos() - before).isEqualTo(5 * SECOND);
    }

    @Test
    void what_was_sent_in_a_partition_arrives_once_it_is_healed() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        one.connect(client, two);
        int server = two.accept(listener);
        network.partition("one");
        assertThat(one.send(client, "later")).isEqualTo(5);
        two.patience(server, 10);
        assertThat(two.receive(server, 0)).isEqualTo("" + -EAGAIN);
        network.heal();
        assertThat(two.receive(server, 0)).isEqualTo("later");
    }

    @Test
    void a_connection_through_a_partition_times_out() {
        two.listening();
        network.partition("two");
        long before = time.monotonicNanos();
        assertThat(one.connect(one.socket(SOCK_STREAM), two)).isEqualTo(-ETIMEDOUT);
        assertThat(time.monotonicNanos() - before).isEqualTo(127 * SECOND);
    }

    @Test
    void a_sender_gives_up_after_the_time_it_set() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        one.connect(client, two);
        two.accept(listener);
        ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 5000);
        one.sockets.setsockopt(one.task, client, SOL_TCP, TCP_USER_TIMEOUT, UserBuffer.of(value.array()));
        network.partition("one");
        one.send(client, "never");
        long before = time.monotonicNanos();
        assertThat(one.receive(client, 0)).isEqualTo("" + -ETIMEDOUT);
        assertThat(time.monotonicNanos() - before).isEqualTo(5 * SECOND);
    }

    @Test
    void errors_of_connecting_are_told() {
        assertThat(one.connect(one.socket(SOCK_STREAM), two)).isEqualTo(-ECONNREFUSED);
        Ip some = two.ip();
        Ip near = some.isV4() ? Ip.v4(0x0a580063) : new Ip(some.high(), 99);
        Ip far = some.isV4() ? Ip.v4(0x0a590002) : new Ip(some.high() + 1, 2);
        UserBuffer absent = UserBuffer.of(new Endpoint(near, PORT).address(domain()));
        assertThat(one.sockets.connect(one.task, one.socket(SOCK_STREAM), absent))
                .isEqualTo(-EHOSTUNREACH);
        UserBuffer beyond = UserBuffer.of(new Endpoint(far, PORT).address(domain()));
        assertThat(one.sockets.connect(one.task, one.socket(SOCK_STREAM), beyond))
                .isEqualTo(-ENETUNREACH);
    }

    @Test
    void a_shim_that_leaves_breaks_its_connections() {
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        one.connect(client, two);
        two.accept(listener);
        two.close();
        assertThat(one.receive(client, 0)).isIn("" + -ECONNRESET, "");
    }

    @Test
    void a_megabyte_arrives_whole_over_a_bad_link() {
        network.links(new Link(Duration.ofMillis(20), 0.2, 10_000_000));
        int listener = two.listening();
        int client = one.socket(SOCK_STREAM);
        assertThat(one.connect(client, two)).isZero();
        int server = two.accept(listener);
        byte[] all = new byte[1 << 20];
        new Random(7).nextBytes(all);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            int sent = 0;
            while (sent < all.length) {
                long step = one.messages.sendto(
                        one.task,
                        client,
                        UserBuffer.of(all, sent, Math.min(50_000, all.length - sent)),
                        MSG_NOSIGNAL,
                        UserBuffer.of(new byte[0]));
                assertThat(step).isPositive();
                sent += (int) step;
            }
            one.shim.linux(one.task).close(client);
        });
        byte[] got = new byte[all.length + 1];
        int count = 0;
        while (true) {
            long step = two.messages.recvfrom(
                    two.task, server, UserBuffer.of(got, count, got.length - count), 0, 0, UserInt.none());
            if (step <= 0) {
                assertThat(step).isZero();
                break;
            }
            count += (int) step;
        }
        sender.join();
        assertThat(count).isEqualTo(all.length);
        assertThat(got).startsWith(all);
    }

    @Test
    void datagrams_go_there_unless_they_get_lost() {
        int server = two.bound(SOCK_DGRAM);
        int client = one.socket(SOCK_DGRAM);
        assertThat(one.sendTo(client, "first", two)).isEqualTo(5);
        assertThat(two.receive(server, 0)).isEqualTo("first");
        network.partition("two");
        one.sendTo(client, "lost", two);
        two.patience(server, 2);
        assertThat(two.receive(server, 0)).isEqualTo("" + -EAGAIN);
        network.heal();
        assertThat(two.receive(server, MSG_DONTWAIT)).isEqualTo("" + -EAGAIN);
        one.sendTo(client, "second", two);
        assertThat(two.receive(server, 0)).isEqualTo("second");
    }

    @Test
    void a_connected_sender_of_datagrams_is_told_that_nobody_listens() {
        int client = one.socket(SOCK_DGRAM);
        assertThat(one.connect(client, two)).isZero();
        one.send(client, "anybody?");
        assertThat(one.receive(client, 0)).isEqualTo("" + -ECONNREFUSED);
    }

    @Test
    void an_echo_comes_back_after_the_latency_both_ways() {
        network.link("one", "two", Link.PERFECT.withLatency(Duration.ofSeconds(2)));
        boolean four = domain() == AF_INET;
        int ping = (int) one.sockets.socket(one.task, domain(), SOCK_DGRAM, four ? IPPROTO_ICMP : IPPROTO_ICMPV6);
        long before = time.monotonicNanos();
        byte[] question = {(byte) (four ? 8 : 128), 0, 0, 0, '?', '?', 0, 1, 'd', 'a', 't', 'a'};
        UserBuffer to = two.address(0);
        assertThat(one.messages.sendto(one.task, ping, UserBuffer.of(question), 0, to))
                .isEqualTo(12);
        byte[] echo = new byte[12];
        assertThat(one.messages.recvfrom(one.task, ping, UserBuffer.of(echo), 0, 0, UserInt.none()))
                .isEqualTo(12);
        assertThat(echo).startsWith(four ? 0 : 129, 0).endsWith(0, 1, 'd', 'a', 't', 'a');
        assertThat(time.monotonicNanos() - before).isEqualTo(4 * SECOND);
        assertThat(one.sendTo(ping, "\0\0\0\0??\0\1data", two)).isEqualTo(-EINVAL);
    }

    @Test
    void a_raw_socket_gets_the_header_with_the_echo() {
        int raw = (int) one.sockets.socket(one.task, AF_INET, SOCK_RAW, IPPROTO_ICMP);
        UserBuffer to = UserBuffer.of(new Endpoint(two.place.assigned().ip(), 0).address(AF_INET));
        assertThat(one.messages.sendto(one.task, raw, bytes("\010\0\0\0id\0\1data"), 0, to))
                .isEqualTo(12);
        String echo = one.receive(raw, 0);
        assertThat(echo).startsWith("E\0\0\040").endsWith("id\0\1data");
    }

    @Test
    void the_name_server_knows_the_members_and_nobody_else() {
        NameServer names = new NameServer(network);
        assertThat(names.answer(question("two", 1))).endsWith(new byte[] {10, 88, 0, 3});
        assertThat(names.answer(question("TWO.lab", 1))).endsWith(new byte[] {10, 88, 0, 3});
        assertThat(names.answer(question("two", 28))).endsWith(two.place.bytes6());
        assertThat(Objects.requireNonNull(names.answer(question("two", 15)))[7]).isZero();
        String reversed = "3.0.0.0." + "0.".repeat(12) + "0.0.0.0.8.5.a.0.0.0.0.0.0.0.d.f.ip6.arpa";
        assertThat(names.answer(question(reversed, 12))).endsWith(new byte[] {3, 't', 'w', 'o', 0});
        assertThat(Objects.requireNonNull(names.answer(question("three", 1)))[3] & 15)
                .isEqualTo(3);
        assertThat(names.answer(question("3.0.88.10.in-addr.arpa", 12))).endsWith(new byte[] {3, 't', 'w', 'o', 0});
        assertThat(names.answer(new byte[5])).isNull();
        assertThat(names.answer(new byte[30])).isNull();
    }

    private static byte[] question(String name, int type) {
        ByteBuffer out = ByteBuffer.allocate(100).putShort((short) 9).putShort((short) 0x0100);
        out.putShort((short) 1).putShort((short) 0).putInt(0);
        for (String label : name.split("\\.", -1)) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.put((byte) 0).putShort((short) type).putShort((short) 1);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void two_shims_cannot_have_the_same_place() {
        assertThatThrownBy(() -> new Host("one")).hasMessageContaining("another shim is one");
        one.close();
        one = new Host("one");
    }
}
