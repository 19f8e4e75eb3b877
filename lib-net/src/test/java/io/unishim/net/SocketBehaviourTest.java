package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SHUT_WR;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_SEQPACKET;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Splice.SPLICE_F_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.Linux;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting, waking and readiness, between two tasks. */
class SocketBehaviourTest {
    private final Shim shim = Shim.builder().only("net", "vfscore").boot();
    private final SocketCalls calls = shim.calls(SocketCallsFamily.FAMILY);
    private final Task task = shim.newProcess("one");
    private final Task second = shim.newProcess("two");
    private final int[] pair = new int[2];

    @AfterEach
    void close() {
        shim.close();
    }

    private OpenFileDescription open(int fd) {
        return Objects.requireNonNull(task.process().state(Descriptors.KEY).get(fd));
    }

    private void connect(int type) {
        assertThat(calls.socketpair(task, AF_UNIX, type, 0, UserInt.of(pair))).isZero();
    }

    private static long write(Task who, OpenFileDescription open, byte[] bytes) {
        return open.file().write(who, open, UserBuffer.of(bytes), 0);
    }

    private static long read(Task who, OpenFileDescription open, byte[] into) {
        return open.file().read(who, open, UserBuffer.of(into), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM})
    void a_megabyte_arrives_through_blocking_ends(int type) {
        connect(type);
        OpenFileDescription from = open(pair[0]);
        OpenFileDescription to = open(pair[1]);
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        int step = type == SOCK_STREAM ? sent.length : 4096;
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int at = 0; at < sent.length; at += step) {
                assertThat(write(task, from, Arrays.copyOfRange(sent, at, at + step)))
                        .isEqualTo(step);
            }
        });
        byte[] received = new byte[sent.length];
        int done = 0;
        while (done < received.length) {
            byte[] piece = new byte[5000];
            long count = read(second, to, piece);
            assertThat(count).isPositive();
            System.arraycopy(piece, 0, received, done, (int) count);
            done += (int) count;
        }
        sender.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(received).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_SEQPACKET})
    void a_reader_that_waits_learns_of_the_end(int type) {
        connect(type);
        OpenFileDescription to = open(pair[1]);
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> read(second, to, new byte[5]));
        calls.shutdown(task, pair[0], SHUT_WR);
        assertThat(reader.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void a_writer_that_waits_learns_that_nobody_reads() {
        connect(SOCK_STREAM);
        OpenFileDescription from = open(pair[0]);
        CompletableFuture<Long> writer = CompletableFuture.supplyAsync(() -> {
            long result;
            do {
                result = write(second, from, new byte[100_000]);
            } while (result > 0);
            return result;
        });
        task.process().state(Descriptors.KEY).close(task, pair[1]);
        assertThat(writer.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(-EPIPE);
    }

    @Test
    void a_signal_ends_a_wait() {
        connect(SOCK_STREAM);
        task.interrupt(Task.SIGNAL);
        assertThat(read(task, open(pair[0]), new byte[1])).isEqualTo(-ERESTARTSYS);
        task.done(Task.SIGNAL);
    }

    private int events(int fd) {
        OpenFileDescription open = open(fd);
        return open.file().readiness(open) & (POLLIN | POLLOUT | POLLHUP | POLLRDHUP);
    }

    @Test
    void readiness_of_a_stream() {
        int fresh = (int) calls.socket(task, AF_UNIX, SOCK_STREAM, 0);
        assertThat(events(fresh)).isEqualTo(POLLOUT | POLLHUP);
        connect(SOCK_STREAM);
        assertThat(events(pair[0])).isEqualTo(POLLOUT);
        write(task, open(pair[0]), new byte[100_000]);
        assertThat(events(pair[0])).isZero();
        assertThat(events(pair[1])).isEqualTo(POLLIN | POLLOUT);
        read(task, open(pair[1]), new byte[100_000]);
        assertThat(events(pair[0])).isEqualTo(POLLOUT);
        calls.shutdown(task, pair[0], SHUT_WR);
        assertThat(events(pair[1])).isEqualTo(POLLIN | POLLOUT | POLLRDHUP);
        task.process().state(Descriptors.KEY).close(task, pair[0]);
        assertThat(events(pair[1])).isEqualTo(POLLIN | POLLOUT | POLLRDHUP | POLLHUP);
    }

    @Test
    void those_who_wait_for_readiness_are_woken() {
        connect(SOCK_STREAM);
        int[] heard = new int[1];
        Objects.requireNonNull(open(pair[1]).file().waitQueue()).add(what -> heard[0] |= what);
        write(task, open(pair[0]), new byte[1]);
        assertThat(heard[0] & POLLIN).isEqualTo(POLLIN);
        task.process().state(Descriptors.KEY).close(task, pair[0]);
        assertThat(heard[0] & POLLHUP).isEqualTo(POLLHUP);
    }

    @Test
    void splice_moves_data_between_sockets_and_pipes() {
        connect(SOCK_STREAM);
        Linux linux = shim.linux(task);
        int[] pipe = new int[2];
        linux.pipe(pipe);
        assertThat(linux.write(pipe[1], new byte[] {1, 2, 3, 4, 5})).isEqualTo(5);
        assertThat(linux.splice(pipe[0], null, pair[0], null, 100, 0)).isEqualTo(5);
        assertThat(linux.splice(pair[1], null, pipe[1], null, 3, 0)).isEqualTo(3);
        assertThat(linux.splice(pair[1], null, pipe[1], null, 100, 0)).isEqualTo(2);
        byte[] got = new byte[10];
        assertThat(linux.read(pipe[0], got)).isEqualTo(5);
        assertThat(got).startsWith(1, 2, 3, 4, 5);
        assertThat(splice(pair[1], pipe[1], SPLICE_F_NONBLOCK)).isEqualTo(-EAGAIN);
        calls.shutdown(task, pair[0], SHUT_WR);
        assertThat(splice(pair[1], pipe[1], 0)).isZero();
        assertThat(splice(pair[1], pair[0], 0)).isEqualTo(-EINVAL);
        assertThat(shim.dispatch(task, Syscall.SENDFILE.number(), pair[0], pair[1], 0, 10, 0, 0))
                .isEqualTo(-EINVAL);
    }

    private long splice(int from, int to, int flags) {
        return shim.dispatch(task, Syscall.SPLICE.number(), from, 0, to, 0, 10, flags);
    }
}
