package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.Socket.SO_LINGER;
import static io.unishim.abi.Socket.SO_RCVTIMEO;
import static io.unishim.abi.TcpOptions.TCP_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.DescriptorCallsFamily;
import io.unishim.linux.IoCallsFamily;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is under way when a connection is closed: SO_LINGER over links that take their time, and what is told meanwhile. */
@Timeout(180)
class LingeringTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Link SLOW = Link.PERFECT.withLatency(Duration.ofSeconds(3));

    /** Where they stand in struct tcp_info. */
    private static final int TIMEOUT = 8;

    private static final int UNACKED = 24;
    private static final int ROUND_TRIP = 68;
    private static final int WINDOW = 80;
    private static final int RESENT = 100;
    private static final int ACKNOWLEDGED = 120;

    private final ClientAndServer both = new ClientAndServer(SLOW, 5);
    private final VirtualTime time = both.time;
    private final VirtualNetwork network = both.network;
    private final Shim one = both.one;
    private final Shim two = both.two;
    private final Task client = both.client;
    private final Task server = both.server;
    private final SocketCalls sockets = one.calls(SocketCallsFamily.FAMILY);
    private int near;
    private int far;

    @BeforeEach
    void connect() {
        near = (int) sockets.socket(client, AF_INET, SOCK_STREAM, 0);
        assertThat(sockets.connect(client, near, ClientAndServer.there())).isZero();
        far = (int) two.calls(SocketCallsFamily.FAMILY).accept(server, both.listener, 0, UserInt.none());
        assertThat(far).isNotNegative();
    }

    @AfterEach
    void close() {
        both.close();
    }

    private void linger(int seconds) {
        byte[] value = OptionCalls.ints(1, seconds);
        assertThat(sockets.setsockopt(client, near, SOL_SOCKET, SO_LINGER, UserBuffer.of(value)))
                .isZero();
    }

    private void send() {
        assertThat(one.calls(IoCallsFamily.FAMILY).write(client, near, UserBuffer.of(new byte[4])))
                .isEqualTo(4);
    }

    private long closing() {
        long before = time.monotonicNanos();
        assertThat(one.calls(OpenCallsFamily.FAMILY).close(client, near)).isZero();
        return time.monotonicNanos() - before;
    }

    private long received() {
        return two.calls(IoCallsFamily.FAMILY).read(server, far, UserBuffer.of(new byte[10]));
    }

    @Test
    void who_lingers_waits_until_everything_is_acknowledged() {
        linger(60);
        send();
        assertThat(closing()).isEqualTo(6 * SECOND);
        assertThat(received()).isEqualTo(4);
        assertThat(received()).isZero();
    }

    @Test
    void who_lingers_waits_no_longer_than_he_said() {
        linger(2);
        send();
        assertThat(closing()).isEqualTo(2 * SECOND);
        assertThat(received()).isEqualTo(4);
        assertThat(received()).isZero();
    }

    @Test
    void a_partition_is_waited_for_no_longer_than_was_said() {
        linger(5);
        send();
        network.partition("two");
        assertThat(closing()).isEqualTo(5 * SECOND);
    }

    @Test
    void what_is_not_read_there_is_acknowledged_all_the_same() {
        linger(60);
        assertThat(closing()).isEqualTo(6 * SECOND);
    }

    @Test
    void the_others_break_ends_it() {
        linger(60);
        send();
        // He has sent what is not read here when it closes there.
        assertThat(two.calls(OpenCallsFamily.FAMILY).close(server, far)).isZero();
        assertThat(closing()).isLessThanOrEqualTo(6 * SECOND);
    }

    @Test
    void who_does_not_linger_waits_for_nothing() {
        send();
        assertThat(closing()).isZero();
        assertThat(received()).isEqualTo(4);
        assertThat(received()).isZero();
    }

    @Test
    void who_lingers_for_no_time_breaks_the_connection() {
        linger(0);
        send();
        assertThat(closing()).isZero();
        assertThat(received()).isEqualTo(4);
        assertThat(received()).isEqualTo(-ECONNRESET);
    }

    @Test
    void a_process_that_ends_does_not_linger() {
        linger(60);
        send();
        long before = time.monotonicNanos();
        one.tasks().exited(client, 0);
        assertThat(time.monotonicNanos()).isEqualTo(before);
        assertThat(received()).isEqualTo(4);
    }

    @Test
    void a_signal_ends_the_waiting() {
        linger(60);
        send();
        Thread main = Thread.currentThread();
        CompletableFuture<Void> held = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        CompletableFuture<Void> signal = CompletableFuture.runAsync(() -> {
            try (VirtualTime.Hold mine = time.hold()) {
                held.complete(null);
                while (main.getState() != Thread.State.WAITING && main.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                client.interrupt(Task.SIGNAL);
                closed.join(); // no time passes until who waits has heard of it
            }
        });
        held.join();
        long waited = closing();
        closed.complete(null);
        signal.join();
        assertThat(waited).isLessThan(6 * SECOND);
        client.done(Task.SIGNAL);
    }

    private ByteBuffer told(byte[] into, boolean info) {
        long address = UserBuffer.of(into).addressIn(client.memory());
        long result = info
                ? sockets.getsockopt(client, near, SOL_TCP, TCP_INFO, address, UserInt.of(new int[] {into.length}))
                : one.calls(DescriptorCallsFamily.FAMILY).ioctl(client, near, SIOCOUTQ, address);
        assertThat(result).isZero();
        return ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Lets time pass: nobody sends anything. */
    private void pass(int seconds) {
        byte[] limit = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(seconds)
                .array();
        assertThat(sockets.setsockopt(client, near, SOL_SOCKET, SO_RCVTIMEO, UserBuffer.of(limit)))
                .isZero();
        assertThat(one.calls(IoCallsFamily.FAMILY).read(client, near, UserBuffer.of(new byte[1])))
                .isEqualTo(-EAGAIN);
    }

    @Test
    void what_is_under_way_is_told() {
        for (int i = 1; i < 3; i++) {
            send();
            assertThat(told(new byte[4], false).getInt(0)).isEqualTo(4);
            pass(5);
            assertThat(told(new byte[4], false).getInt(0)).isEqualTo(4);
            ByteBuffer info = told(new byte[232], true);
            assertThat(info.getInt(UNACKED)).isEqualTo(1);
            assertThat(info.getInt(ROUND_TRIP)).isEqualTo(6_000_000);
            assertThat(info.getInt(TIMEOUT)).isGreaterThan(6_000_000);
            assertThat(info.getLong(ACKNOWLEDGED)).isEqualTo(4L * i - 4);
            assertThat(info.getInt(WINDOW)).isEqualTo(9 + i);
            assertThat(info.getInt(RESENT)).isZero();
            pass(1);
            assertThat(told(new byte[4], false).getInt(0)).isZero();
            info = told(new byte[232], true);
            assertThat(info.getInt(UNACKED)).isZero();
            assertThat(info.getLong(ACKNOWLEDGED)).isEqualTo(4L * i);
        }
        network.link("one", "two", SLOW.withLoss(0.9));
        send();
        pass(1);
        ByteBuffer info = told(new byte[232], true);
        assertThat(info.getInt(RESENT)).isPositive();
        assertThat(info.getInt(WINDOW)).isLessThan(11);
    }
}
