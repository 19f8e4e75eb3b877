package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.Socket.SO_RCVTIMEO;
import static io.unishim.abi.TcpOptions.TCP_DEFER_ACCEPT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who connects over a slow network can be accepted once the server has heard from him again. */
@Timeout(120)
class HandshakeTest {
    private static final long MILLISECOND = 1_000_000L;

    private final ClientAndServer both = new ClientAndServer(Link.PERFECT.withLatency(Duration.ofSeconds(1)), 4);
    private final Task client = both.client;
    private final Task server = both.server;
    private final SocketCalls ofClient = client.shim().calls(SocketCallsFamily.FAMILY);
    private final SocketCalls ofServer = server.shim().calls(SocketCallsFamily.FAMILY);
    private final long begun = both.time.monotonicNanos();

    @AfterEach
    void close() {
        both.close();
    }

    private long millis() {
        return (both.time.monotonicNanos() - begun) / MILLISECOND;
    }

    private int connected() {
        int fd = (int) ofClient.socket(client, AF_INET, SOCK_STREAM, 0);
        assertThat(ofClient.connect(client, fd, ClientAndServer.there())).isZero();
        assertThat(millis()).isEqualTo(2000);
        return fd;
    }

    private void patience(int fd, long millis) {
        byte[] limit = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(millis / 1000)
                .putLong(millis % 1000 * 1000)
                .array();
        assertThat(ofServer.setsockopt(server, fd, SOL_SOCKET, SO_RCVTIMEO, UserBuffer.of(limit)))
                .isZero();
    }

    private long accept(long millis) {
        patience(both.listener, millis);
        return ofServer.accept(server, both.listener, 0, UserInt.none());
    }

    private long read(long fd) {
        return server.shim().calls(IoCallsFamily.FAMILY).read(server, (int) fd, UserBuffer.of(new byte[10]));
    }

    /** Lets time pass: a socket waits for what nobody sends. */
    private void pass(long millis) {
        int idle = (int) ofServer.socket(server, AF_INET, SOCK_DGRAM, 0);
        patience(idle, millis);
        assertThat(read(idle)).isEqualTo(-EAGAIN);
    }

    @Test
    void he_is_accepted_when_his_acknowledgement_arrives() {
        int unused = connected();
        assertThat(accept(20_000)).isNotNegative();
        assertThat(millis()).isEqualTo(3000);
    }

    @Test
    void the_answer_is_sent_again_until_it_is_acknowledged() {
        int fd = connected();
        pass(500);
        both.network.partition("one");
        assertThat(accept(1400)).isEqualTo(-EAGAIN);
        both.network.heal();
        // The first acknowledgement was lost at 3 s, and the answer of 2 s too; that of 4 s came.
        assertThat(accept(20_000)).isNotNegative();
        assertThat(millis()).isEqualTo(6000);
        assertThat(fd).isNotNegative();
    }

    @Test
    void what_he_sends_acknowledges_too() {
        int fd = connected();
        byte[] seconds = {30, 0, 0, 0};
        assertThat(ofServer.setsockopt(server, both.listener, SOL_TCP, TCP_DEFER_ACCEPT, UserBuffer.of(seconds)))
                .isZero();
        assertThat(accept(5000)).isEqualTo(-EAGAIN);
        assertThat(millis()).isEqualTo(7000);
        assertThat(client.shim().calls(IoCallsFamily.FAMILY).write(client, fd, UserBuffer.of(new byte[3])))
                .isEqualTo(3);
        long accepted = accept(20_000);
        assertThat(millis()).isEqualTo(8000);
        assertThat(read(accepted)).isEqualTo(3);
    }

    @Test
    void a_listener_that_waits_for_data_takes_him_without_any_in_the_end() {
        byte[] seconds = {3, 0, 0, 0};
        assertThat(ofServer.setsockopt(server, both.listener, SOL_TCP, TCP_DEFER_ACCEPT, UserBuffer.of(seconds)))
                .isZero();
        int unused = connected();
        assertThat(accept(60_000)).isNotNegative();
        // Sent again at 2 s and 4 s, the answer has been acknowledged often enough.
        assertThat(millis()).isEqualTo(4000);
    }
}
