package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.SOCK_NONBLOCK;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.TcpOptions.TCP_SYNCNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import io.unishim.task.VirtualTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Within a shim: who finds a listener's queue full asks again, after times that the host's kernel has, too. */
@Timeout(60)
class FullBacklogTest {
    private static final long SECOND = 1_000_000_000L;
    private static final UserBuffer THERE = UserBuffer.of(new Endpoint(Ip.LOOPBACK4, 4000).address(AF_INET));

    private final VirtualTime time = VirtualTime.from(Instant.EPOCH);
    private final Shim shim = Shim.builder().only("net", "vfscore").time(time).boot();
    private final Task task = shim.newProcess("test");
    private final SocketCalls calls = shim.calls(SocketCallsFamily.FAMILY);
    private final VirtualTime.Hold hold = time.hold();
    private int listener;

    @BeforeEach
    void fill() {
        listener = socket(0);
        assertThat(calls.bind(task, listener, THERE)).isZero();
        assertThat(calls.listen(task, listener, 0)).isZero();
        assertThat(calls.connect(task, socket(0), THERE)).isZero();
    }

    @AfterEach
    void close() {
        hold.close();
        shim.close();
    }

    private int socket(int flags) {
        return (int) calls.socket(task, AF_INET, SOCK_STREAM | flags, 0);
    }

    private long after(long begun) {
        return (time.monotonicNanos() - begun) / SECOND;
    }

    @Test
    void a_blocking_connect_gives_up_after_127_seconds() {
        long begun = time.monotonicNanos();
        assertThat(calls.connect(task, socket(0), THERE)).isEqualTo(-ETIMEDOUT);
        assertThat(after(begun)).isEqualTo(127);
    }

    @Test
    void so_many_attempts_as_the_option_says() {
        int fd = socket(0);
        assertThat(calls.setsockopt(task, fd, SOL_TCP, TCP_SYNCNT, UserBuffer.of(new byte[] {2, 0, 0, 0})))
                .isZero();
        long begun = time.monotonicNanos();
        assertThat(calls.connect(task, fd, THERE)).isEqualTo(-ETIMEDOUT);
        assertThat(after(begun)).isEqualTo(7);
        // It can be tried again.
        assertThat(calls.accept(task, listener, 0, UserInt.none())).isNotNegative();
        assertThat(calls.connect(task, fd, THERE)).isZero();
    }

    @Test
    void room_is_found_when_it_asks_again() {
        int fd = socket(SOCK_NONBLOCK);
        assertThat(calls.connect(task, fd, THERE)).isEqualTo(-EINPROGRESS);
        assertThat(calls.accept(task, listener, 0, UserInt.none())).isNotNegative();
        long begun = time.monotonicNanos();
        assertThat(calls.accept4(task, listener, 0, UserInt.none(), 0)).isNotNegative();
        assertThat(after(begun)).isEqualTo(1);
    }

    @Test
    void who_listens_no_more_refuses_when_it_asks_again() {
        int fd = socket(SOCK_NONBLOCK);
        assertThat(calls.connect(task, fd, THERE)).isEqualTo(-EINPROGRESS);
        shim.linux(task).close(listener);
        shim.linux(task).fcntl(fd, io.unishim.abi.Fcntl.F_SETFL, 0);
        long begun = time.monotonicNanos();
        assertThat(calls.connect(task, fd, THERE)).isEqualTo(-ECONNREFUSED);
        assertThat(after(begun)).isEqualTo(1);
    }

    @Test
    void an_attempt_that_was_given_up_asks_no_more() {
        int fd = socket(SOCK_NONBLOCK);
        assertThat(calls.connect(task, fd, THERE)).isEqualTo(-EINPROGRESS);
        shim.linux(task).close(fd);
        assertThat(calls.accept(task, listener, 0, UserInt.none())).isNotNegative();
        assertThat(calls.setsockopt(
                        task, listener, 1, 20, UserBuffer.of(new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                        })))
                .isZero();
        assertThat(calls.accept(task, listener, 0, UserInt.none())).isEqualTo(-EAGAIN);
    }
}
