package io.unishim.bench.files;

import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.bench.files.JavaFiles.APPENDS;
import static io.unishim.bench.files.JavaFiles.BLOCK;
import static io.unishim.bench.files.JavaFiles.MANY;

import io.unishim.Shim;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.FileSizeCalls;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A shim's files by the typed route: the operations of {@link JavaFiles}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ShimCalls {
    private static final int ENTRIES_SIZE = 32 * 1024;

    private final Shim shim = Shim.boot();
    private final Task task = shim.newProcess("bench");
    private final OpenCalls opens = shim.calls(OpenCallsFamily.FAMILY);
    private final NameCalls names = shim.calls(NameCallsFamily.FAMILY);
    private final StatCalls stats = shim.calls(StatCallsFamily.FAMILY);
    private final IoCalls io = shim.calls(IoCallsFamily.FAMILY);
    private final PositionedIoCalls positioned = shim.calls(PositionedIoCallsFamily.FAMILY);
    private final FileSizeCalls sizes = shim.calls(FileSizeCallsFamily.FAMILY);
    private final DirectoryCalls directories = shim.calls(DirectoryCallsFamily.FAMILY);

    private final UserString file = UserString.of("/bench/file");
    private final UserString fresh = UserString.of("/bench/fresh");
    private final UserString many = UserString.of("/bench/many");
    private final UserBuffer buffer = UserBuffer.of(ByteBuffer.allocateDirect(BLOCK));
    private final UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
    private final byte[] entries = new byte[ENTRIES_SIZE];
    private final ByteBuffer words = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
    private final UserBuffer room = UserBuffer.of(entries);
    private final int fd;
    private final int appending;
    private int appends;

    /** Makes the files. */
    public ShimCalls() {
        directories.mkdir(task, UserString.of("/bench"), 0755);
        directories.mkdir(task, many, 0755);
        for (int i = 0; i < MANY; i++) {
            opens.close(task, open(UserString.of("/bench/many/entry-" + i), O_CREAT | O_WRONLY));
        }
        fd = open(file, O_CREAT | O_RDWR);
        for (int i = 0; i < 16; i++) {
            io.write(task, fd, buffer);
        }
        appending = open(UserString.of("/bench/appended"), O_CREAT | O_WRONLY | O_APPEND);
    }

    /** Ends the shim. */
    @TearDown
    public void close() {
        shim.close();
    }

    private int open(UserString path, int flags) {
        return (int) checked(opens.open(task, path, flags, 0644));
    }

    private static long checked(long result) {
        if (result < 0) {
            throw new IllegalStateException("errno " + -result);
        }
        return result;
    }

    @Benchmark
    public long openClose() {
        return opens.close(task, open(file, O_RDONLY));
    }

    @Benchmark
    public long createUnlink() {
        opens.close(task, open(fresh, O_CREAT | O_EXCL | O_WRONLY));
        return checked(names.unlink(task, fresh));
    }

    @Benchmark
    public long stat() {
        checked(stats.stat(task, file, stat));
        return stat.get().size();
    }

    @Benchmark
    public long pread4096() {
        return checked(positioned.pread64(task, fd, buffer, BLOCK));
    }

    @Benchmark
    public long pwrite4096() {
        return checked(positioned.pwrite64(task, fd, buffer, BLOCK));
    }

    @Benchmark
    public long append4096() {
        if (++appends == APPENDS) {
            appends = 0;
            checked(sizes.ftruncate(task, appending, 0));
        }
        return checked(io.write(task, appending, buffer));
    }

    /** With a String for each name, as java.nio makes one. */
    @Benchmark
    public int readdir1000() {
        int list = open(many, O_RDONLY | O_DIRECTORY);
        int length = 0;
        int count = (int) checked(directories.getdents64(task, list, room));
        while (count > 0) {
            for (int at = 0; at < count; at += words.getShort(at + 16)) {
                int end = at + 19;
                while (entries[end] != 0) {
                    end++;
                }
                length += new String(entries, at + 19, end - at - 19, StandardCharsets.UTF_8).length();
            }
            count = (int) checked(directories.getdents64(task, list, room));
        }
        opens.close(task, list);
        return length;
    }

    @Benchmark
    public long twoRenames() {
        checked(names.rename(task, file, fresh));
        return checked(names.rename(task, fresh, file));
    }

    @Benchmark
    public long mkdirRmdir() {
        checked(directories.mkdir(task, fresh, 0755));
        return checked(directories.rmdir(task, fresh));
    }
}
