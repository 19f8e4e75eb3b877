package io.unishim.vfscore.pipe;

import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserMemory;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    private static final int LONGEST = 40_000;

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

    /** Memory of which only the beginning is there. */
    private static final class Torn extends UserBuffer {
        private final byte[] bytes;
        private final int good;
        private final boolean anyThread;

        Torn(int length, int good, boolean anyThread) {
            this.bytes = new byte[length];
            this.good = good;
            this.anyThread = anyThread;
        }

        private int there(long at, int length) {
            int count = (int) Math.min(length, good - at);
            if (count <= 0) {
                throw MemoryFault.FAULT;
            }
            return count;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public int put(long at, byte[] source, int from, int length) {
            int count = there(at, length);
            System.arraycopy(source, from, bytes, (int) at, count);
            return count;
        }

        @Override
        public int put(long at, OffHeap source, int from, int length) {
            int count = there(at, length);
            source.get(from, bytes, (int) at, count);
            return count;
        }

        @Override
        public int get(long at, byte[] target, int to, int length) {
            int count = there(at, length);
            System.arraycopy(bytes, (int) at, target, to, count);
            return count;
        }

        @Override
        public int get(long at, OffHeap target, int to, int length) {
            int count = there(at, length);
            target.put(to, bytes, (int) at, count);
            return count;
        }

        @Override
        public boolean anyThread() {
            return anyThread;
        }

        @Override
        public long addressIn(UserMemory memory) {
            throw new UnsupportedOperationException();
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

    private static long signalled(Task task, long result) {
        assertThat(result).isEqualTo(-ERESTARTSYS);
        task.done(Task.SIGNAL);
        return 0;
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    private static byte at(long position) {
        return (byte) (position * 31 >>> 3 ^ position);
    }

    /** Writes a stream whose bytes tell where they stand, some of it from memory that ends too early. */
    private long writeAll(Task task, Random random) {
        long written = 0;
        for (int i = 0; i < STEPS; i++) {
            int length = 1 + random.nextInt(random.nextInt(4) == 0 ? LONGEST : 200);
            Torn from = new Torn(length, random.nextInt(8) == 0 ? random.nextInt(length + 1) : length, true);
            for (int j = 0; j < length; j++) {
                from.bytes[j] = at(written + j);
            }
            try {
                long count = pipe.write(task, open, from);
                written += count > 0 ? count : signalled(task, count);
            } catch (MemoryFault fault) {
                assertThat(from.good).isLessThan(length);
            }
        }
        pipe.closed(false, true);
        return written;
    }

    private long readAll(Task task, Random random) {
        long seen = 0;
        while (true) {
            int length = 1 + random.nextInt(random.nextInt(4) == 0 ? LONGEST : 200);
            int good = random.nextInt(8) == 0 ? random.nextInt(length + 1) : length;
            Torn into = new Torn(length, good, random.nextInt(4) != 0);
            long count;
            try {
                count = pipe.read(task, open, into);
            } catch (MemoryFault fault) {
                assertThat(good).isLessThan(length);
                continue;
            }
            if (count == 0) {
                return seen;
            }
            if (count < 0) {
                count = signalled(task, count);
            }
            assertThat(count).isLessThanOrEqualTo(good);
            for (int j = 0; j < count; j++) {
                if (into.bytes[j] != at(seen + j)) {
                    throw new AssertionError("byte " + (seen + j));
                }
            }
            seen += count;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void every_byte_comes_once_and_in_order_whatever_memory_is_bad_and_whenever_signals_come(long seed)
            throws Exception {
        int unused = pipe.opened(true, true);
        Task reader = shim.newProcess("reader");
        Task writer = shim.newProcess("writer");
        CompletableFuture<Long> read = async(() -> readAll(reader, new Random(seed)));
        CompletableFuture<Long> written = async(() -> writeAll(writer, new Random(seed + 1000)));
        for (boolean turn = true; !read.isDone(); turn = !turn) {
            (turn ? reader : writer).interrupt(Task.SIGNAL);
            LockSupport.parkNanos(seed * 50_000);
        }
        assertThat(read.get(100, TimeUnit.SECONDS)).isEqualTo(written.get(100, TimeUnit.SECONDS));
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
