package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Fcntl.RENAME_NOREPLACE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Descriptors;
import io.unishim.file.Mount;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.NameCalls;
import io.unishim.linux.NameCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.StatCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.struct.Statfs;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sixty-four tasks of one process each in one tree: nothing is lost, nobody waits for ever, nothing is left behind. */
@Timeout(200)
@SuppressWarnings("NullAway.Init") // the test sets them
class ManyThreadsTest {
    private static final int THREADS = 64;
    private static final int DIRECTORIES = 4;
    private static final int NAMES = 32;
    private static final int STEPS = 400;
    private static final int RECORD = 16;

    /** So long instead of so many steps: a minute by {@code -Dio.unishim.test.seconds=60}. */
    private static final int SECONDS = Integer.getInteger("io.unishim.test.seconds", 0);

    private final AtomicLong made = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();

    private OpenCalls opens;
    private NameCalls names;
    private IoCalls io;
    private DirectoryCalls directories;

    @Test
    void sixty_four_tasks_create_rename_remove_and_read_in_one_tree() throws Exception {
        long seed = Long.getLong("io.unishim.test.seed", 1);
        try (Shim shim = Shim.builder()
                .only()
                .library(new VfscoreLibrary())
                .mount(Mount.memory("/m").withInodes(100_000).withSize(1 << 30))
                .boot()) {
            opens = shim.calls(OpenCallsFamily.FAMILY);
            names = shim.calls(NameCallsFamily.FAMILY);
            io = shim.calls(IoCallsFamily.FAMILY);
            directories = shim.calls(DirectoryCallsFamily.FAMILY);
            Task main = shim.newProcess("main");
            Statfs before = space(shim, main);
            for (int i = 0; i < DIRECTORIES; i++) {
                assertThat(directories.mkdir(main, UserString.of("/m/" + i), 0755))
                        .isZero();
            }
            long[] appended = run(shim, seed);

            int left = 0;
            for (int i = 0; i < DIRECTORIES; i++) {
                left += empty(shim, main, "/m/" + i);
                assertThat(directories.rmdir(main, UserString.of("/m/" + i))).isZero();
            }
            assertThat(left).isEqualTo((int) (made.get() - removed.get()));
            assertThat(moved.get()).isPositive();
            checkLog(main, appended);
            assertThat(names.unlink(main, UserString.of("/m/log"))).isZero();
            assertThat(space(shim, main)).isEqualTo(before);
            long written = Arrays.stream(appended).sum() * RECORD;
            System.out.printf(
                    "ManyThreadsTest: %s made, %s removed, %s renamed, %,d bytes appended%n",
                    made, removed, moved, written);
        }
    }

    private static Statfs space(Shim shim, Task task) {
        UserRef<Statfs> room = UserRef.room(Statfs.LAYOUT);
        assertThat(shim.calls(StatCallsFamily.FAMILY).statfs(task, UserString.of("/m"), room))
                .isZero();
        return room.get();
    }

    /** @return how many records each task appended */
    private long[] run(Shim shim, long seed) throws Exception {
        long[] appended = new long[THREADS];
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                Task task = shim.newProcess("worker" + i);
                tasks.add(task);
                running.add(pool.submit(() -> {
                    int[] steps = {0};
                    BooleanSupplier more = () -> SECONDS == 0 ? steps[0]++ < STEPS : System.nanoTime() - end < 0;
                    appended[number] = work(task, number, new Random(seed * THREADS + number), more);
                }));
            }
            for (Future<?> each : running) {
                each.get(120 + SECONDS, TimeUnit.SECONDS); // or they wait for each other
            }
            for (Task each : tasks) {
                assertThat(each.process().state(Descriptors.KEY).next(0)).isEqualTo(-1);
            }
        } finally {
            pool.shutdownNow();
        }
        return appended;
    }

    private long work(Task task, int number, Random random, BooleanSupplier more) {
        long records = 0;
        int log = (int) opens.open(task, UserString.of("/m/log"), O_CREAT | O_WRONLY | O_APPEND, 0644);
        assertThat(log).isNotNegative();
        ByteBuffer record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
        while (more.getAsBoolean()) {
            UserString path = path(random);
            switch (random.nextInt(6)) {
                case 0, 1 -> create(task, path);
                case 2 -> remove(task, path);
                case 3 -> rename(task, path, path(random), random.nextBoolean() ? RENAME_NOREPLACE : RENAME_EXCHANGE);
                case 4 -> read(task, path);
                default -> {
                    record.putLong(0, number).putLong(8, records++);
                    assertThat(io.write(task, log, UserBuffer.of(record.array())))
                            .isEqualTo(RECORD);
                }
            }
        }
        assertThat(opens.close(task, log)).isZero();
        return records;
    }

    private static UserString path(Random random) {
        return UserString.of("/m/" + random.nextInt(DIRECTORIES) + "/" + random.nextInt(NAMES));
    }

    /** Two names of one inode are never left: who made the file wrote the same bytes twice, or not yet. */
    private void create(Task task, UserString path) {
        long fd = opens.open(task, path, O_CREAT | O_EXCL | O_RDWR, 0644);
        if (fd < 0) {
            assertThat(fd).isEqualTo(-EEXIST);
            return;
        }
        made.incrementAndGet();
        byte[] twice = ByteBuffer.allocate(RECORD)
                .putLong(made.get())
                .putLong(0)
                .putLong(8, 0)
                .array();
        System.arraycopy(twice, 0, twice, RECORD / 2, RECORD / 2);
        assertThat(io.write(task, (int) fd, UserBuffer.of(twice))).isEqualTo(RECORD);
        assertThat(opens.close(task, (int) fd)).isZero();
    }

    private void remove(Task task, UserString path) {
        long result = names.unlink(task, path);
        if (result == 0) {
            removed.incrementAndGet();
        } else {
            assertThat(result).isEqualTo(-ENOENT);
        }
    }

    private void rename(Task task, UserString from, UserString to, int how) {
        long result = names.renameat2(task, AT_FDCWD, from, AT_FDCWD, to, how);
        if (result == 0) {
            moved.incrementAndGet();
        } else {
            assertThat(result).isIn(-(long) ENOENT, -(long) EEXIST);
        }
    }

    private void read(Task task, UserString path) {
        long fd = opens.open(task, path, O_RDONLY, 0);
        if (fd < 0) {
            assertThat(fd).isEqualTo(-ENOENT);
            return;
        }
        byte[] bytes = new byte[RECORD + 1];
        long count = io.read(task, (int) fd, UserBuffer.of(bytes));
        assertThat(count).isIn(0L, (long) RECORD); // a write is seen whole or not at all
        assertThat(ByteBuffer.wrap(bytes).getLong(0))
                .isEqualTo(ByteBuffer.wrap(bytes).getLong(8));
        assertThat(opens.close(task, (int) fd)).isZero();
    }

    /** Removes what is in a directory. @return how many there were, each of which could be found by its name */
    private int empty(Shim shim, Task task, String directory) {
        int fd = (int) opens.open(task, UserString.of(directory), O_RDONLY | O_DIRECTORY, 0);
        byte[] bytes = new byte[16 * 1024];
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<String> found = new ArrayList<>();
        long count = directories.getdents64(task, fd, UserBuffer.of(bytes));
        while (count > 0) {
            for (int at = 0; at < count; at += words.getShort(at + 16)) {
                int end = at + 19;
                while (bytes[end] != 0) {
                    end++;
                }
                found.add(new String(bytes, at + 19, end - at - 19, US_ASCII));
            }
            count = directories.getdents64(task, fd, UserBuffer.of(bytes));
        }
        assertThat(opens.close(task, fd)).isZero();
        found.removeIf(name -> name.startsWith("."));
        assertThat(found).doesNotHaveDuplicates();
        UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
        for (String name : found) {
            UserString path = UserString.of(directory + "/" + name);
            assertThat(shim.calls(StatCallsFamily.FAMILY).stat(task, path, stat))
                    .isZero();
            assertThat(stat.get().nlink()).isEqualTo(1);
            assertThat(names.unlink(task, path)).isZero();
        }
        return found.size();
    }

    /** Each task's records are all in the log, in their order. */
    private void checkLog(Task task, long[] appended) {
        int fd = (int) opens.open(task, UserString.of("/m/log"), O_RDONLY, 0);
        long[] next = new long[THREADS];
        ByteBuffer record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
        while (io.read(task, fd, UserBuffer.of(record.array())) == RECORD) {
            int who = (int) record.getLong(0);
            assertThat(record.getLong(8)).isEqualTo(next[who]++);
        }
        assertThat(next).isEqualTo(appended);
        assertThat(opens.close(task, fd)).isZero();
    }
}
