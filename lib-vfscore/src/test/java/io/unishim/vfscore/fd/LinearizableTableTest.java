package io.unishim.vfscore.fd;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do to one descriptor table at once, there is an order in which one after the other would see the same.
 * {@code dup(2)} is left out: as in Linux it finds the file and takes a number in two steps, which others see.
 */
@Param(name = "fd", gen = IntGen.class, conf = "0:3")
public class LinearizableTableTest {
    private final DescriptorTable table = new DescriptorTable();

    /** Nothing is behind it. */
    private static final class Nothing extends FileOperations {
        @Override
        public Stat stat(Task task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String link() {
            return "nothing";
        }
    }

    /** The lowest number that is free. */
    @Operation
    public long open() {
        return table.install(new OpenFileDescription(new Nothing(), 0), 0, false);
    }

    @Operation
    @SuppressWarnings("NullAway") // nobody asks what the task is
    public long close(@Param(name = "fd") int fd) {
        return table.close(null, fd);
    }

    @Operation
    public boolean isOpen(@Param(name = "fd") int fd) {
        return table.get(fd) != null;
    }

    @Operation
    public int next(@Param(name = "fd") int fd) {
        return table.next(fd);
    }

    @Test
    void is_linearizable() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(20)
                .invocationsPerIteration(500)
                .check(LinearizableTableTest.class);
    }
}
