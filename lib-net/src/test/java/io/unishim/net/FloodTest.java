package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_NONBLOCK;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_RCVTIMEO;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.Linux;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import io.unishim.task.VirtualTime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More who want to connect than a server accepts, and those who vanish before they are connected. */
@Timeout(300)
class FloodTest {
    private static final int BACKLOG = 4;
    private static final int MANY = 200;
    private static final long SECOND = 1_000_000_000L;

    private final ClientAndServer both = new ClientAndServer(Link.PERFECT.withLatency(Duration.ofSeconds(1)), BACKLOG);
    private final VirtualTime time = both.time;
    private final VirtualNetwork network = both.network;
    private final Task client = both.client;
    private final Task server = both.server;
    private final int listener = both.listener;

    private SocketCalls sockets(Task of) {
        return of.shim().calls(SocketCallsFamily.FAMILY);
    }

    private void set(String name, String value) {
        Linux linux = server.shim().linux(server);
        int fd = linux.openat(AT_FDCWD, "/proc/sys/net/ipv4/" + name, O_WRONLY, 0);
        linux.write(fd, value.getBytes(US_ASCII));
        linux.close(fd);
    }

    @AfterEach
    void close() {
        both.close();
    }

    private int connecting(boolean waits) {
        int fd = (int) sockets(client).socket(client, AF_INET, SOCK_STREAM | (waits ? 0 : SOCK_NONBLOCK), 0);
        assertThat(sockets(client).connect(client, fd, ClientAndServer.there())).isEqualTo(waits ? 0 : -EINPROGRESS);
        return fd;
    }

    private List<Integer> flood() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(connecting(false));
        }
        return all;
    }

    /** Waits for somebody to accept for some seconds. @return who came, or {@code -EAGAIN} */
    private int accept(int seconds) {
        patience(server, listener, Duration.ofSeconds(seconds));
        return (int) sockets(server).accept(server, listener, 0, UserInt.none());
    }

    private void patience(Task of, int fd, Duration most) {
        byte[] limit = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(most.getSeconds())
                .putLong(most.getNano() / 1000)
                .array();
        assertThat(sockets(of).setsockopt(of, fd, SOL_SOCKET, SO_RCVTIMEO, UserBuffer.of(limit)))
                .isZero();
    }

    /** Lets time pass: a socket waits for what nobody sends. */
    private void pass(Duration time) {
        int idle = (int) sockets(server).socket(server, AF_INET, SOCK_DGRAM, 0);
        patience(server, idle, time);
        assertThat(read(server, idle)).isEqualTo(-EAGAIN);
        close(server, idle);
    }

    private static long read(Task of, int fd) {
        return of.shim().calls(IoCallsFamily.FAMILY).read(of, fd, UserBuffer.of(new byte[10]));
    }

    private long readNow(int fd) {
        return client.shim()
                .calls(MessageCallsFamily.FAMILY)
                .recvfrom(client, fd, UserBuffer.of(new byte[10]), MSG_DONTWAIT, 0, UserInt.none());
    }

    private static long write(Task of, int fd) {
        return of.shim().calls(IoCallsFamily.FAMILY).write(of, fd, UserBuffer.of(new byte[3]));
    }

    private static void close(Task of, int fd) {
        assertThat(of.shim().calls(OpenCallsFamily.FAMILY).close(of, fd)).isZero();
    }

    /** @return how many are in the state SYN_RECV */
    private long halves() {
        Linux linux = server.shim().linux(server);
        int fd = linux.openat(AT_FDCWD, "/proc/net/tcp", O_RDONLY, 0);
        byte[] bytes = new byte[1 << 16];
        int count = linux.read(fd, bytes);
        linux.close(fd);
        return new String(bytes, 0, count, US_ASCII)
                .lines()
                .filter(line -> line.contains(" 03 "))
                .count();
    }

    /** The server serves whoever comes next. */
    private void serves() {
        int fd = connecting(true);
        int there = accept(10);
        assertThat(there).isNotNegative();
        assertThat(write(client, fd)).isEqualTo(3);
        assertThat(read(server, there)).isEqualTo(3);
        assertThat(write(server, there)).isEqualTo(3);
        assertThat(read(client, fd)).isEqualTo(3);
        close(client, fd);
        close(server, there);
    }

    @Test
    void who_finds_the_backlog_full_tries_again_until_there_is_room() {
        set("tcp_syncookies", "0");
        List<Integer> all = flood();
        // As Linux: no more at a time than the backlog, then those who ask again after one second, two, four.
        for (int i = 0; i < 20; i++) {
            int fd = accept(70);
            assertThat(fd).isNotNegative();
            close(server, fd);
        }
        all.forEach(fd -> close(client, fd));
        int left = accept(2);
        while (left >= 0) {
            close(server, left);
            left = accept(2);
        }
        serves();
    }

    @Test
    void who_vanishes_before_he_is_connected_does_not_stay() {
        set("tcp_syncookies", "0");
        long begun = time.monotonicNanos();
        List<Integer> all = flood();
        // They have asked, after a second, and are cut off before those who were refused ask again, after two.
        pass(Duration.ofMillis(1500));
        network.partition("one");
        assertThat(halves()).isEqualTo(BACKLOG + 1);
        // None of them has acknowledged.
        assertThat(accept(5)).isEqualTo(-EAGAIN);
        all.forEach(fd -> close(client, fd));
        // Who was never heard of again is given up, after 63 seconds.
        assertThat(halves()).isEqualTo(BACKLOG + 1);
        pass(Duration.ofSeconds(70));
        assertThat(halves()).isZero();
        network.heal();
        int late = accept(100);
        while (late >= 0) {
            close(server, late);
            late = accept(100);
        }
        serves();
        assertThat(time.monotonicNanos() - begun).isLessThan(1000 * SECOND);
    }

    @Test
    void with_cookies_a_flood_of_half_open_connections_keeps_nobody_out() {
        List<Integer> all = flood();
        pass(Duration.ofMillis(1500));
        network.partition("one");
        // Of those beyond the backlog nothing is kept.
        assertThat(halves()).isEqualTo(BACKLOG + 1);
        all.forEach(fd -> close(client, fd));
        network.heal();
        long begun = time.monotonicNanos();
        assertThat(halves()).isEqualTo(BACKLOG + 1);
        serves();
        // SYN, its answer, what acknowledges it; and data both ways.
        assertThat(time.monotonicNanos() - begun).isLessThanOrEqualTo(6 * SECOND);
    }

    @Test
    void with_cookies_all_who_connected_are_accepted_once_there_is_room() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 4 * BACKLOG; i++) {
            all.add(connecting(false));
        }
        pass(Duration.ofSeconds(4));
        all.forEach(fd -> assertThat(write(client, fd)).isEqualTo(3));
        int served = 0;
        for (int fd = accept(70); fd >= 0; fd = accept(70)) {
            assertThat(read(server, fd)).isEqualTo(3);
            served++;
            close(server, fd);
        }
        assertThat(served).isEqualTo(all.size());
    }

    @Test
    void a_cookie_for_who_listens_no_more_is_answered_by_a_reset() {
        set("tcp_syncookies", "2");
        int fd = connecting(true);
        assertThat(halves()).isZero();
        close(server, listener);
        pass(Duration.ofSeconds(3));
        patience(client, fd, Duration.ofSeconds(9));
        assertThat(read(client, fd)).isEqualTo(-ECONNRESET);
    }

    @Test
    void a_cookie_grows_stale() {
        set("tcp_syncookies", "2");
        int fd = connecting(true);
        network.partition("one");
        pass(Duration.ofSeconds(200));
        network.heal();
        assertThat(write(client, fd)).isEqualTo(3);
        patience(client, fd, Duration.ofMinutes(15));
        assertThat(read(client, fd)).isEqualTo(-ECONNRESET);
        assertThat(accept(2)).isEqualTo(-EAGAIN);
    }

    @Test
    void who_is_told_of_the_overflow_gets_a_reset() {
        set("tcp_syncookies", "0");
        set("tcp_abort_on_overflow", "1");
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < BACKLOG - 1; i++) {
            all.add(connecting(false));
        }
        pass(Duration.ofMillis(3500)); // these can be accepted
        for (int i = 0; i < BACKLOG + 1; i++) {
            all.add(connecting(false));
        }
        pass(Duration.ofSeconds(5));
        // All were answered, as there was room; when they acknowledge there is room for two.
        assertThat(all.stream().filter(fd -> readNow(fd) == -ECONNRESET)).hasSize(BACKLOG - 1);
        all.forEach(fd -> close(client, fd));
    }

    @Test
    void fewer_may_be_half_open_than_the_system_allows_without_cookies() {
        set("tcp_syncookies", "0");
        set("tcp_max_syn_backlog", "4");
        flood();
        pass(Duration.ofMillis(1500));
        // As Linux: a quarter is kept for those whom it knows.
        assertThat(halves()).isEqualTo(4);
    }
}
