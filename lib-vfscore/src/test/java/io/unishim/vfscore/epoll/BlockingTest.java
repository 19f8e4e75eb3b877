package io.unishim.vfscore.epoll;

import static io.unishim.abi.Epoll.EPOLLIN;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.StatModes.S_IFIFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Poll;
import io.unishim.call.ErrnoException;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.Linux;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.PollFd;
import io.unishim.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait end when what they wait for happens, whoever comes first. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingTest {
    private static final int ROUNDS = 5000;

    private Shim shim;
    private Task one;
    private Task two;
    private Linux first;
    private Linux second;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("vfscore").boot();
        one = shim.newProcess("one");
        two = shim.newProcess("two");
        first = shim.linux(one);
        second = shim.linux(two);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    /** Gives the second process a descriptor of the first, as fork(2) would. */
    private int share(int fd) {
        OpenFileDescription open =
                Objects.requireNonNull(one.process().state(Descriptors.KEY).get(fd));
        assertThat(open.retain()).isTrue();
        return (int) two.process().state(Descriptors.KEY).install(open, 0, false);
    }

    private static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(100, TimeUnit.SECONDS);
    }

    /** Often, because a reader that frees room between two steps of the writer once ended the write early. */
    @RepeatedTest(20)
    void a_pipe_carries_more_than_it_holds() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        int[] pipe = new int[2];
        first.pipe(pipe);
        int writer = share(pipe[1]);
        first.close(pipe[1]);
        CompletableFuture<Integer> written = CompletableFuture.supplyAsync(() -> {
            int count = second.write(writer, sent);
            second.close(writer);
            return count;
        });
        byte[] got = new byte[sent.length + 1];
        int length = 0;
        byte[] piece = new byte[7001];
        for (int count = first.read(pipe[0], piece); count > 0; count = first.read(pipe[0], piece)) {
            System.arraycopy(piece, 0, got, length, count);
            length += count;
        }
        assertThat(result(written)).isEqualTo(sent.length);
        assertThat(Arrays.copyOf(got, length)).isEqualTo(sent);
    }

    @Test
    void a_writer_learns_that_nobody_reads_any_more() throws Exception {
        int[] pipe = new int[2];
        first.pipe(pipe);
        int reader = share(pipe[0]);
        first.close(pipe[0]);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            second.read(reader, new byte[10]);
            second.close(reader);
        });
        assertThat(first.write(pipe[1], new byte[200_000])).isLessThan(200_000);
        assertThatThrownBy(() -> first.write(pipe[1], new byte[1]))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPIPE));
        result(closed);
    }

    @Test
    void epoll_and_poll_hear_each_other_s_events() throws Exception {
        byte[] oneEvent = {1, 0, 0, 0, 0, 0, 0, 0};
        int ping = first.eventfd2(0, 0);
        int pong = first.eventfd2(0, 0);
        int theirPing = share(ping);
        int theirPong = share(pong);
        CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                second.poll(List.of(PollFd.of(theirPing, Poll.POLLIN)), -1);
                second.read(theirPing, new byte[8]);
                second.write(theirPong, oneEvent);
            }
        });
        int epoll = first.epoll_create1(0);
        first.epoll_ctl(epoll, EPOLL_CTL_ADD, pong, new EpollEvent(EPOLLIN, 5));
        for (int i = 0; i < ROUNDS; i++) {
            first.write(ping, oneEvent);
            assertThat(first.epoll_wait(epoll, 4, -1)).isEqualTo(List.of(new EpollEvent(EPOLLIN, 5)));
            first.read(pong, new byte[8]);
        }
        result(answers);
    }

    @Test
    void a_signal_ends_the_wait() throws Exception {
        int epoll = first.epoll_create1(0);
        CompletableFuture<List<EpollEvent>> waiting =
                CompletableFuture.supplyAsync(() -> first.epoll_wait(epoll, 4, -1));
        one.interrupt(Task.SIGNAL);
        assertThatThrownBy(() -> result(waiting))
                .hasCauseInstanceOf(ErrnoException.class)
                .hasMessageContaining("EINTR");
        one.done(Task.SIGNAL);
        assertThat(first.epoll_wait(epoll, 4, 1)).isEmpty();
    }

    @Test
    void both_sides_of_a_fifo_meet_when_they_open_it() throws Exception {
        first.mknod("/fifo", S_IFIFO | 0600, 0);
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int fd = second.openat(AT_FDCWD, "/fifo", O_WRONLY, 0);
            return second.write(fd, new byte[] {1, 2, 3});
        });
        int fd = first.openat(AT_FDCWD, "/fifo", O_RDONLY, 0);
        assertThat(first.read(fd, new byte[10])).isEqualTo(3);
        assertThat(result(writer)).isEqualTo(3);
    }
}
