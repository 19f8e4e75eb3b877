package io.unishim.vfscore.pipe;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.Linux;
import io.unishim.task.Task;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data that several threads move on at once arrives, whole and in order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpliceTest {
    private final byte[] sent = new byte[2_000_003];
    private Shim shim;
    private Task main;
    private Linux linux;

    @BeforeEach
    void boot() {
        new Random(3).nextBytes(sent);
        shim = Shim.builder().only("vfscore").boot();
        main = shim.newProcess("main");
        linux = shim.linux(main);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    /** A process with some of the main one's descriptors, under the numbers 0, 1... */
    private Linux process(int... fds) {
        Task task = shim.newProcess("other");
        for (int fd : fds) {
            OpenFileDescription open =
                    Objects.requireNonNull(main.process().state(Descriptors.KEY).get(fd));
            assertThat(open.retain()).isTrue();
            task.process().state(Descriptors.KEY).install(open, 0, false);
        }
        for (int fd : fds) {
            linux.close(fd);
        }
        return shim.linux(task);
    }

    private int[] pipe() {
        int[] ends = new int[2];
        linux.pipe(ends);
        return ends;
    }

    private static void join(CompletableFuture<?> future) throws Exception {
        assertThat(future.get(100, TimeUnit.SECONDS)).isNotNull();
    }

    private static long all(Linux linux, int from, int to, int most) {
        long sum = 0;
        for (long count = 1; count > 0; sum += count) {
            count = linux.splice(from, null, to, null, most, 0);
        }
        linux.close(from);
        linux.close(to);
        return sum;
    }

    @RepeatedTest(5)
    void bytes_go_from_file_through_pipes_to_file() throws Exception {
        int source = linux.open("/source", O_CREAT | O_RDWR, 0600);
        assertThat(linux.write(source, sent)).isEqualTo(sent.length);
        linux.lseek(source, 0, 0);
        int target = linux.open("/target", O_CREAT | O_RDWR, 0600);
        int[] one = pipe();
        int[] two = pipe();
        Linux first = process(source, one[1]);
        Linux second = process(one[0], two[1]);
        CompletableFuture<Long> in = CompletableFuture.supplyAsync(() -> all(first, 0, 1, 100_000));
        CompletableFuture<Long> on = CompletableFuture.supplyAsync(() -> all(second, 0, 1, 7_777));
        long count;
        while ((count = linux.splice(two[0], null, target, null, 50_000, 0)) > 0) {
            assertThat(count).isLessThanOrEqualTo(50_000);
        }
        join(in);
        join(on);
        byte[] got = new byte[sent.length + 1];
        assertThat(linux.pread64(target, got, 0)).isEqualTo(sent.length);
        got[sent.length] = 0;
        assertThat(java.util.Arrays.copyOf(got, sent.length)).isEqualTo(sent);
    }

    /** Who reads while splice(2) takes data to a file waits for the rest: no byte comes twice, none is lost. */
    @RepeatedTest(5)
    void a_reader_and_a_splice_share_what_is_written() throws Exception {
        int target = linux.open("/target", O_CREAT | O_RDWR, 0600);
        int[] ends = pipe();
        int copy = linux.dup(ends[0]);
        Linux reader = process(copy);
        Linux writer = process(ends[1]);
        CompletableFuture<Integer> written = CompletableFuture.supplyAsync(() -> {
            int count = writer.write(0, sent);
            writer.close(0);
            return count;
        });
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> {
            byte[] piece = new byte[3_001];
            long sum = 0;
            for (int count = reader.read(0, piece); count > 0; count = reader.read(0, piece)) {
                for (int i = 0; i < count; i++) {
                    sum += piece[i] & 0xff;
                }
            }
            return sum;
        });
        while (linux.splice(ends[0], null, target, null, 5_000, 0) > 0) {
            // until the writer is done
        }
        join(written);
        byte[] rest = new byte[sent.length];
        int length = linux.pread64(target, rest, 0);
        long sum = read.get(100, TimeUnit.SECONDS);
        for (int i = 0; i < length; i++) {
            sum += rest[i] & 0xff;
        }
        long expected = 0;
        for (byte each : sent) {
            expected += each & 0xff;
        }
        assertThat(sum).isEqualTo(expected);
    }

    @Test
    void tee_waits_for_data_and_leaves_it() throws Exception {
        int[] one = pipe();
        int[] two = pipe();
        Linux other = process(one[1]);
        CompletableFuture<Integer> written = CompletableFuture.supplyAsync(() -> other.write(0, new byte[] {1, 2, 3}));
        assertThat(linux.tee(one[0], two[1], 10, 0)).isEqualTo(3);
        join(written);
        assertThat(linux.read(one[0], new byte[10])).isEqualTo(3);
        assertThat(linux.read(two[0], new byte[10])).isEqualTo(3);
    }

    @Test
    void a_splice_into_a_pipe_that_loses_its_reader_ends() throws Exception {
        int zero = linux.open("/dev/zero", O_RDWR, 0);
        int[] ends = pipe();
        Linux other = process(ends[0]);
        assertThat(linux.splice(zero, null, ends[1], null, 1 << 20, 0)).isEqualTo(65_536);
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> {
            other.close(0);
            return true;
        });
        try {
            linux.splice(zero, null, ends[1], null, 1, 0);
            assertThat(false).as("a splice into a full pipe").isTrue();
        } catch (ErrnoException e) {
            assertThat(e.errno()).isEqualTo(Errno.EPIPE);
        }
        join(closed);
    }
}
