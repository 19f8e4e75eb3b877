package io.unishim.vfscore.pipe;

import static io.unishim.abi.Fcntl.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.testing.RandomStream;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever moves the bytes, writer or reader: each comes once, in order, and into memory that takes it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PendingReadTest {
    private static final int STEPS = 30_000;

    private final OpenFileDescription open = new OpenFileDescription(new Nothing(), O_RDWR);
    private final Pipe pipe = new Pipe(new Pipes());
    private Shim shim;

    /** The pipe is called itself. */
    private static final class Nothing extends FileOperations {
        @Override
        public Stat stat(Task by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String link() {
            return "nothing";
        }
    }

    @BeforeEach
    void boot() {
        shim = Shim.builder().only().library(new VfscoreLibrary()).boot();
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void every_byte_comes_once_and_in_order_whatever_memory_is_bad_and_whenever_signals_come(long seed)
            throws Exception {
        int unused = pipe.opened(true, true);
        RandomStream stream = new RandomStream(
                shim.newProcess("writer"),
                (task, buffer) -> pipe.write(task, open, buffer),
                shim.newProcess("reader"),
                (task, buffer) -> pipe.read(task, open, buffer));
        stream.run(seed, STEPS, () -> pipe.closed(false, true));
    }

    /** PIPE_BUF bytes at most go in one piece (man 7 pipe), and a reader that takes no less sees them so. */
    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {8, 600, 4096})
    void what_is_short_stays_in_one_piece_among_several_writers_and_readers(int size) throws Exception {
        int unused = pipe.opened(true, true);
        int writers = 3;
        int each = 3000;
        AtomicInteger left = new AtomicInteger(writers);
        int[][] seen = new int[2][writers];
        CompletableFuture<?>[] all = new CompletableFuture<?>[writers + seen.length];
        for (int w = 0; w < writers; w++) {
            Task task = shim.newProcess("writer");
            byte[] record = new byte[size];
            Arrays.fill(record, (byte) w);
            all[w] = async(() -> {
                for (int i = 0; i < each; i++) {
                    assertThat(pipe.write(task, open, UserBuffer.of(record))).isEqualTo(size);
                }
                if (left.decrementAndGet() == 0) {
                    pipe.closed(false, true);
                }
                return 0;
            });
        }
        for (int r = 0; r < seen.length; r++) {
            Task task = shim.newProcess("reader");
            int[] counts = seen[r];
            all[writers + r] = async(() -> {
                byte[] record = new byte[size];
                while (pipe.read(task, open, UserBuffer.of(record)) != 0) {
                    for (byte b : record) {
                        assertThat(b).isEqualTo(record[0]);
                    }
                    counts[record[0]]++;
                }
                return 0;
            });
        }
        CompletableFuture.allOf(all).get(100, TimeUnit.SECONDS);
        for (int w = 0; w < writers; w++) {
            assertThat(seen[0][w] + seen[1][w]).isEqualTo(each);
        }
    }
}
