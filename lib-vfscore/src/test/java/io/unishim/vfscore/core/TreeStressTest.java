package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.ENOTEMPTY;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
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
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many tasks at once in one tree. */
@Timeout(300)
class TreeStressTest {
    private static final int THREADS = 8;
    private static final int STEPS = 3_000;

    private static Shim boot() {
        return Shim.builder().only().library(new VfscoreLibrary()).boot();
    }

    private static void inThreads(Shim shim, java.util.function.BiConsumer<Task, Integer> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                Task task = shim.newProcess("worker" + i);
                running.add(pool.submit(() -> work.accept(task, number)));
            }
            for (Future<?> each : running) {
                each.get(250, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void renames_creations_and_removals_leave_a_tree_whose_link_counts_add_up() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TreeStressTest: -Dseed=" + seed);
        try (Shim shim = boot()) {
            NameCalls names = shim.calls(NameCallsFamily.FAMILY);
            DirectoryCalls directories = shim.calls(DirectoryCallsFamily.FAMILY);
            OpenCalls opens = shim.calls(OpenCallsFamily.FAMILY);
            Set<Long> expected = Set.of(
                    0L,
                    -(long) ENOENT,
                    -(long) EEXIST,
                    -(long) ENOTDIR,
                    -(long) EISDIR,
                    -(long) EINVAL,
                    -(long) ENOTEMPTY,
                    -(long) EBUSY);
            inThreads(shim, (task, number) -> {
                Random random = new Random(seed + number);
                for (int i = 0; i < STEPS; i++) {
                    UserString one = path(random);
                    UserString other = path(random);
                    long result = switch (random.nextInt(7)) {
                        case 0, 1 -> directories.mkdir(task, one, 0755);
                        case 2 -> directories.rmdir(task, one);
                        case 3 -> names.unlink(task, one);
                        case 4 -> names.rename(task, one, other);
                        case 5 -> names.renameat2(task, AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
                        default -> {
                            long fd = opens.open(task, one, O_CREAT | O_RDWR, 0644);
                            yield fd < 0 ? fd : opens.close(task, (int) fd);
                        }
                    };
                    assertThat(expected).contains(result);
                }
            });
            Task task = shim.newProcess("looker");
            assertThat(links(shim, task, "/tmp")).isEqualTo(2 + subdirectories(shim, task, "/tmp"));
        }
    }

    private static UserString path(Random random) {
        StringBuilder path = new StringBuilder("/tmp");
        int depth = 1 + random.nextInt(3);
        for (int i = 0; i < depth; i++) {
            path.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return UserString.of(path.toString());
    }

    private static Stat stat(Shim shim, Task task, String path) {
        UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
        long result = shim.calls(StatCallsFamily.FAMILY).lstat(task, UserString.of(path), stat);
        return result == 0
                ? stat.get()
                : new Stat(
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        stat.get().atime(),
                        stat.get().mtime(),
                        stat.get().ctime());
    }

    private static long links(Shim shim, Task task, String path) {
        return stat(shim, task, path).nlink();
    }

    /** Counts, and checks the same one level deeper. */
    private static long subdirectories(Shim shim, Task task, String path) {
        long count = 0;
        for (String name : List.of("a", "b", "c")) {
            String below = path + "/" + name;
            if ((stat(shim, task, below).mode() & 0170000) == 0040000) {
                count++;
                assertThat(links(shim, task, below)).as(below).isEqualTo(2 + subdirectories(shim, task, below));
            }
        }
        return count;
    }

    @Test
    void appends_of_many_tasks_lose_nothing() throws Exception {
        try (Shim shim = boot()) {
            OpenCalls opens = shim.calls(OpenCallsFamily.FAMILY);
            inThreads(shim, (task, number) -> {
                int fd = (int) opens.open(task, UserString.of("/tmp/log"), O_CREAT | O_RDWR | O_APPEND, 0644);
                UserBuffer record =
                        UserBuffer.of(("" + number).repeat(10).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                for (int i = 0; i < STEPS; i++) {
                    assertThat(shim.calls(IoCallsFamily.FAMILY).write(task, fd, record))
                            .isEqualTo(10);
                }
            });
            Task task = shim.newProcess("reader");
            int fd = (int) opens.open(task, UserString.of("/tmp/log"), O_RDWR, 0);
            byte[] all = new byte[THREADS * STEPS * 10 + 1];
            long read = shim.calls(IoCallsFamily.FAMILY).read(task, fd, UserBuffer.of(all));
            assertThat(read).isEqualTo(THREADS * STEPS * 10L);
            int[] seen = new int[THREADS];
            for (int at = 0; at < read; at += 10) {
                int number = all[at] - '0';
                int from = at;
                assertThat(IntStream.range(0, 10).allMatch(i -> all[from + i] == all[from]))
                        .isTrue();
                seen[number]++;
            }
            assertThat(seen).containsOnly(STEPS);
        }
    }
}
