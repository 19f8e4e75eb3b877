package io.unishim.vfscore.pipe;

import static io.unishim.abi.Fcntl.F_GETPIPE_SZ;
import static io.unishim.abi.Fcntl.F_SETPIPE_SZ;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDWR;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.unishim.Shim;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever threads write to a pipe and read from it at once, there is an order in which one after the other would see the same. */
@SuppressWarnings("NullAway.Init") // the tasks are made before all
public class LinearizablePipeTest {
    private static final int PAGE = 4096;

    private static Shim shim;
    private static ThreadLocal<Task> task;

    private final OpenFileDescription open = new OpenFileDescription(new Nothing(), O_RDWR | O_NONBLOCK);
    private final Pipe pipe = new Pipe(new Pipes());

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

    /** Makes a pipe of one page, open for both. */
    public LinearizablePipeTest() {
        int unused = pipe.opened(true, true);
        long unusedSize = pipe.fcntl(F_SETPIPE_SZ, PAGE);
    }

    @BeforeAll
    static void boot() {
        shim = Shim.builder().only().library(new VfscoreLibrary()).boot();
        task = ThreadLocal.withInitial(() -> shim.newProcess("linearizable"));
    }

    @AfterAll
    static void close() {
        shim.close();
    }

    /** A few bytes, whole or not at all: they are no more than PIPE_BUF. */
    @Operation
    public long write(@Param(gen = IntGen.class, conf = "1:3") int letters) {
        byte[] bytes = "abc".substring(0, letters).getBytes(US_ASCII);
        return pipe.write(task.get(), open, UserBuffer.of(bytes));
    }

    /** All but two bytes of what there is room for, so that a small one may not fit beside it. */
    @Operation
    public long fill() {
        return pipe.write(task.get(), open, UserBuffer.of(new byte[PAGE - 2]));
    }

    @Operation
    public String read(@Param(gen = IntGen.class, conf = "1:4") int most) {
        byte[] bytes = new byte[most];
        long count = pipe.read(task.get(), open, UserBuffer.of(bytes));
        return count < 0 ? "errno " + -count : new String(bytes, 0, (int) count, US_ASCII);
    }

    @Operation
    public int ready() {
        return pipe.readiness(true, true, 0);
    }

    @Operation
    public long size() {
        return pipe.fcntl(F_GETPIPE_SZ, 0);
    }

    @Test
    void is_linearizable() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(20)
                .invocationsPerIteration(500)
                .check(LinearizablePipeTest.class);
    }
}
