package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SHUT_WR;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import io.unishim.testing.RandomStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one task sends, another receives: once and in order, whatever memory is bad and whenever signals come. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomStreamsTest {
    private static final int STEPS = 20_000;
    private static final byte[] LOOPBACK = {AF_INET, 0, 0x1f, (byte) 0x90, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Shim shim = Shim.builder().only("net", "vfscore").boot();
    private final SocketCalls calls = shim.calls(SocketCallsFamily.FAMILY);
    private final Task one = shim.newProcess("one");
    private final Task two = shim.newProcess("two");

    @AfterEach
    void close() {
        shim.close();
    }

    private int[] connected(int family) {
        int[] ends = new int[2];
        if (family == AF_UNIX) {
            assertThat(calls.socketpair(one, AF_UNIX, SOCK_STREAM, 0, UserInt.of(ends)))
                    .isZero();
            return ends;
        }
        int listener = (int) calls.socket(one, AF_INET, SOCK_STREAM, 0);
        assertThat(calls.bind(one, listener, UserBuffer.of(LOOPBACK))).isZero();
        assertThat(calls.listen(one, listener, 1)).isZero();
        ends[0] = (int) calls.socket(one, AF_INET, SOCK_STREAM, 0);
        assertThat(calls.connect(one, ends[0], UserBuffer.of(LOOPBACK))).isZero();
        ends[1] = (int) calls.accept(one, listener, 0, UserInt.of(new int[1]));
        return ends;
    }

    private OpenFileDescription open(int fd) {
        return Objects.requireNonNull(one.process().state(Descriptors.KEY).get(fd));
    }

    @ParameterizedTest(name = "family {0}, seed {1}")
    @CsvSource({"1, 1", "1, 2", "1, 3", "2, 1", "2, 2", "2, 3"})
    void every_byte_arrives_once_and_in_order(int family, long seed) throws Exception {
        int[] ends = connected(family);
        OpenFileDescription from = open(ends[0]);
        OpenFileDescription to = open(ends[1]);
        RandomStream stream = new RandomStream(
                one,
                (task, buffer) -> from.file().write(task, from, buffer, 0),
                two,
                (task, buffer) -> to.file().read(task, to, buffer, 0));
        stream.run(
                seed,
                STEPS,
                () -> assertThat(calls.shutdown(one, ends[0], SHUT_WR)).isZero());
    }
}
