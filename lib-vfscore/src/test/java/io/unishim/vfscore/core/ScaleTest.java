package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Fcntl.FALLOC_FL_KEEP_SIZE;
import static io.unishim.abi.Fcntl.FALLOC_FL_PUNCH_HOLE;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.SEEK_DATA;
import static io.unishim.abi.Fcntl.SEEK_HOLE;
import static io.unishim.abi.Fcntl.SEEK_SET;
import static io.unishim.abi.StatModes.S_IFREG;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Mount;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.FileSizeCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.NameCalls;
import io.unishim.linux.NameCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PositionedIoCalls;
import io.unishim.linux.PositionedIoCallsFamily;
import io.unishim.linux.StatCalls;
import io.unishim.linux.StatCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Directories, paths and files as large as they get. What each operation costs is printed beside what it costs in a directory
 * of a sixteenth of the entries: it is to grow with the logarithm at most.
 */
@Timeout(300)
class ScaleTest {
    /** A million by {@code -Dio.unishim.test.entries=1000000}. */
    private static final int ENTRIES = Integer.getInteger("io.unishim.test.entries", 32_000);

    private static final int PATH_MAX = 4096;
    private static final long GIB = 1L << 30;

    private Shim shim;
    private Task task;
    private OpenCalls opens;
    private NameCalls names;
    private DirectoryCalls directories;
    private StatCalls stats;
    private IoCalls io;

    @BeforeEach
    void boot() {
        shim = Shim.builder()
                .only()
                .library(new VfscoreLibrary())
                .mount(Mount.memory("/m").withInodes(0).withSize(0))
                .boot();
        task = shim.newProcess("scale");
        opens = shim.calls(OpenCallsFamily.FAMILY);
        names = shim.calls(NameCallsFamily.FAMILY);
        directories = shim.calls(DirectoryCallsFamily.FAMILY);
        stats = shim.calls(StatCallsFamily.FAMILY);
        io = shim.calls(IoCallsFamily.FAMILY);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private int open(String path, int flags) {
        long fd = opens.open(task, UserString.of(path), flags, 0644);
        assertThat(fd).isNotNegative();
        return (int) fd;
    }

    // Directories.

    @Test
    void a_directory_of_very_many_entries_stays_quick_to_change_and_to_list() {
        fillAndEmpty("/m/small", ENTRIES / 16);
        fillAndEmpty("/m/large", ENTRIES);
    }

    private static UserString entry(String directory, int i) {
        return UserString.of(directory + "/entry-" + i);
    }

    /** The processor's time of this thread: what others do on the machine, and collections, are not the directory's cost. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void tell(String what, int count, long since) {
        System.out.printf(
                "ScaleTest: %s, %,d entries: %,d ns of the processor each%n",
                what, count, (processorTime() - since) / count);
    }

    private static void each(String what, int count, IntConsumer action) {
        long start = processorTime();
        for (int i = 0; i < count; i++) {
            action.accept(i);
        }
        tell(what, count, start);
    }

    private void fillAndEmpty(String directory, int count) {
        assertThat(directories.mkdir(task, UserString.of(directory), 0755)).isZero();
        UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
        each(
                "create",
                count,
                i -> assertThat(names.mknod(task, entry(directory, i), S_IFREG | 0644, 0))
                        .isZero());
        each(
                "look up",
                count,
                i -> assertThat(stats.stat(task, entry(directory, i), stat)).isZero());
        assertThat(stats.stat(task, entry(directory, count), stat)).isEqualTo(-ENOENT);

        // A listing that goes on where another one stood, while entries come and go.
        BitSet seen = new BitSet(count);
        int half = open(directory, O_RDONLY | O_DIRECTORY);
        long start = processorTime();
        long position = list(half, seen, count / 2);
        for (int i = 0; i < count / 16; i++) {
            assertThat(names.unlink(task, entry(directory, 2 * i))).isZero();
            assertThat(names.mknod(task, entry(directory, count + i), S_IFREG | 0644, 0))
                    .isZero();
        }
        int rest = open(directory, O_RDONLY | O_DIRECTORY);
        assertThat(io.lseek(task, rest, position, SEEK_SET)).isEqualTo(position);
        list(rest, seen, Integer.MAX_VALUE);
        tell("list", count, start);
        assertThat(seen.cardinality()).isEqualTo(count + count / 16);
        opens.close(task, half);
        opens.close(task, rest);

        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < count + count / 16; i++) {
            if (i >= count / 8 || i % 2 == 1) {
                left.add(i);
            }
        }
        Collections.shuffle(left, new Random(1));
        each(
                "remove",
                left.size(),
                i -> assertThat(names.unlink(task, entry(directory, left.get(i))))
                        .isZero());
        assertThat(directories.rmdir(task, UserString.of(directory))).isZero();
    }

    /** Lists until that many entries were seen, none of them twice. @return where the listing stands */
    private long list(int fd, BitSet seen, int most) {
        byte[] bytes = new byte[4096];
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long position = 0;
        long count = directories.getdents64(task, fd, UserBuffer.of(bytes));
        while (count > 0) {
            for (int at = 0; at < count; at += words.getShort(at + 16)) {
                int end = at + 19;
                while (bytes[end] != 0) {
                    end++;
                }
                String name = new String(bytes, at + 19, end - at - 19, StandardCharsets.UTF_8);
                position = words.getLong(at + 8);
                if (!name.startsWith(".")) {
                    int number = Integer.parseInt(name.substring("entry-".length()));
                    assertThat(seen.get(number)).as(name).isFalse();
                    seen.set(number);
                    if (seen.cardinality() == most) {
                        return position;
                    }
                }
            }
            count = directories.getdents64(task, fd, UserBuffer.of(bytes));
        }
        assertThat(count).isZero();
        return position;
    }

    @Test
    void a_queue_in_a_directory_is_listed_from_its_first_entry_at_once() {
        takeTheFirst(ENTRIES / 32);
        takeTheFirst(ENTRIES / 2);
    }

    private void takeTheFirst(int count) {
        assertThat(directories.mkdir(task, UserString.of("/m/queue"), 0755)).isZero();
        for (int i = 0; i < count; i++) {
            names.mknod(task, entry("/m/queue", i), S_IFREG | 0644, 0);
        }
        // Each turn opens the directory, takes the first entry and removes it.
        each("take the first", count, i -> {
            BitSet seen = new BitSet();
            int fd = open("/m/queue", O_RDONLY | O_DIRECTORY);
            list(fd, seen, 1);
            assertThat(seen.nextSetBit(0)).isEqualTo(i);
            opens.close(task, fd);
            assertThat(names.unlink(task, entry("/m/queue", i))).isZero();
        });
        assertThat(directories.rmdir(task, UserString.of("/m/queue"))).isZero();
    }

    // Paths.

    @Test
    void a_path_of_4095_bytes_is_walked_and_one_of_4096_is_too_long() {
        String deepest = "";
        assertThat(directories.chdir(task, UserString.of("/m"))).isZero();
        String name = "d".repeat(255);
        for (int i = 0; i < 15; i++) {
            assertThat(directories.mkdir(task, UserString.of(name), 0755)).isZero();
            assertThat(directories.chdir(task, UserString.of(name))).isZero();
            deepest += "/" + name;
        }
        String start = "/m" + deepest + "/";
        String longest = start + "f".repeat(PATH_MAX - 1 - start.length());
        assertThat(longest).hasSize(PATH_MAX - 1);
        int fd = open(longest, O_CREAT | O_RDWR);
        UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
        assertThat(stats.stat(task, UserString.of(longest), stat)).isZero();
        assertThat(stats.stat(task, UserString.of(longest + "f"), stat)).isEqualTo(-ENAMETOOLONG);
        // Slashes and dots count for the length, not for the names.
        assertThat(stats.stat(task, UserString.of("/".repeat(PATH_MAX - 1)), stat))
                .isZero();
        assertThat(stats.stat(task, UserString.of("/".repeat(PATH_MAX)), stat)).isEqualTo(-ENAMETOOLONG);
        assertThat(stats.stat(task, UserString.of("/" + "d".repeat(256)), stat)).isEqualTo(-ENAMETOOLONG);

        assertThat(directories.chdir(task, UserString.of("/m"))).isZero();
        assertThat(names.symlink(task, UserString.of(longest), UserString.of("long")))
                .isZero();
        assertThat(names.symlink(task, UserString.of(longest + "f"), UserString.of("longer")))
                .isEqualTo(-ENAMETOOLONG);
        assertThat(stats.stat(task, UserString.of("long"), stat)).isZero();
        assertThat(names.rename(task, UserString.of(longest), UserString.of("/m/short")))
                .isZero();
        assertThat(names.rename(task, UserString.of("/m/short"), UserString.of(longest + "f")))
                .isEqualTo(-ENAMETOOLONG);
        opens.close(task, fd);
    }

    // Files.

    @Test
    void a_sparse_file_of_64_gib_is_sought_from_piece_to_piece() {
        int fd = open("/m/sparse", O_CREAT | O_RDWR);
        assertThat(shim.calls(FileSizeCallsFamily.FAMILY).ftruncate(task, fd, 64 * GIB))
                .isZero();
        PositionedIoCalls positioned = shim.calls(PositionedIoCallsFamily.FAMILY);
        long[] pieces = {0, 3 * GIB, 4 * GIB - 4096, 4 * GIB, 33 * GIB + 8192, 64 * GIB - 4096};
        for (long piece : pieces) {
            assertThat(positioned.pwrite64(task, fd, UserBuffer.of(new byte[] {1}), piece))
                    .isEqualTo(1);
        }
        UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
        stats.fstat(task, fd, stat);
        assertThat(stat.get().size()).isEqualTo(64 * GIB);
        assertThat(stat.get().blocks()).isEqualTo(8L * pieces.length);

        assertThat(seek(fd, 0, SEEK_HOLE)).isEqualTo(4096);
        assertThat(seek(fd, 4096, SEEK_DATA)).isEqualTo(3 * GIB);
        assertThat(seek(fd, 3 * GIB + 4096, SEEK_DATA)).isEqualTo(4 * GIB - 4096);
        assertThat(seek(fd, 4 * GIB - 4096, SEEK_HOLE)).isEqualTo(4 * GIB + 4096);
        assertThat(seek(fd, 4 * GIB + 4096, SEEK_DATA)).isEqualTo(33 * GIB + 8192);
        assertThat(seek(fd, 34 * GIB, SEEK_DATA)).isEqualTo(64 * GIB - 4096);
        assertThat(seek(fd, 64 * GIB - 4096, SEEK_HOLE)).isEqualTo(64 * GIB);
        assertThat(seek(fd, 64 * GIB, SEEK_DATA)).isEqualTo(-ENXIO);

        byte[] hole = {1, 2, 3};
        assertThat(positioned.pread64(task, fd, UserBuffer.of(hole), 20 * GIB)).isEqualTo(3);
        assertThat(hole).containsOnly(0);

        int punch = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
        assertThat(shim.calls(FileSizeCallsFamily.FAMILY).fallocate(task, fd, punch, 1, 64 * GIB - 2))
                .isZero();
        assertThat(seek(fd, 4096, SEEK_DATA)).isEqualTo(64 * GIB - 4096);
        stats.fstat(task, fd, stat);
        assertThat(stat.get().blocks()).isEqualTo(16);
        opens.close(task, fd);
    }

    private long seek(int fd, long offset, int whence) {
        return io.lseek(task, fd, offset, whence);
    }
}
