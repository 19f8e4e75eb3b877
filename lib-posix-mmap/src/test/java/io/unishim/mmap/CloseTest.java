package io.unishim.mmap;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.mmap.Program.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.memory.AddressSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseTest {
    /** Where nothing of a JVM's is wont to lie. */
    private static final long FAR = 0x1000_0000_0000L;

    private static List<String> hostMappings(long start, long end) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> {
                    String[] range = line.split(" ", 2)[0].split("-", 2);
                    return Long.parseUnsignedLong(range[0], 16) < end && Long.parseUnsignedLong(range[1], 16) > start;
                })
                .toList();
    }

    @Test
    void nothing_stays_mapped_after_a_close() throws IOException {
        long first;
        long last;
        try (Program program = new Program()) {
            assertThat(program.space.reserve(FAR, 16 * PAGE)).isZero();
            assertThat(program.map(FAR + PAGE, 2, Program.RW, Program.ANONYMOUS | MAP_FIXED))
                    .isEqualTo(FAR + PAGE);
            first = program.map(1);
            program.space.startBreak(0);
            last = program.space.moveBreak(program.task, 0);
            assertThat(hostMappings(FAR, FAR + 16 * PAGE)).hasSize(3);
            assertThat(hostMappings(first, first + PAGE)).hasSize(1);
            program.space.close();
            assertThat(hostMappings(FAR, FAR + 16 * PAGE)).isEmpty();
            assertThat(program.space.mappings()).isEmpty();
        }
        assertThat(hostMappings(first, first + PAGE)).isEmpty();
        assertThat(hostMappings(last, last + PAGE)).isEmpty();
    }

    @Test
    void a_shim_closes_what_its_programs_left() throws IOException {
        long page;
        try (Program program = new Program()) {
            AddressSpace other =
                    program.shim.service(AddressSpace.Factory.class).create();
            page = other.map(program.task, 0, PAGE, Program.RW, Program.ANONYMOUS, null, 0, "");
            assertThat(hostMappings(page, page + PAGE)).isNotEmpty();
        }
        assertThat(hostMappings(page, page + PAGE)).isEmpty();
    }

    @Test
    void a_range_that_the_jvm_needs_is_not_reserved_and_the_message_says_why() {
        try (Program program = new Program()) {
            long taken = io.unishim.memory.OffHeap.allocate(1).address() & -PAGE;
            assertThat(program.space.reserve(taken, PAGE)).isEqualTo(-EEXIST);
            assertThat(program.space.inTheWay(taken, PAGE))
                    .contains("the JVM's memory")
                    .contains("HeapBaseMinAddress");
            assertThat(program.space.reserve(FAR, PAGE)).isZero();
        }
    }

    @Test
    void only_so_many_ranges_lie_outside_of_the_arena() throws IOException {
        try (Program program = new Program()) {
            int made = 0;
            while (program.space.reserve(FAR + 2L * made * PAGE, PAGE) == 0) {
                made++;
            }
            long more = FAR + 2L * made * PAGE;
            assertThat(made).isEqualTo(1024);
            assertThat(program.space.reserve(more, PAGE)).isEqualTo(-ENOMEM);
            assertThat(program.map(more, 1, Program.RW, Program.ANONYMOUS))
                    .isPositive()
                    .isNotEqualTo(more);
            assertThat(program.map(more, 1, Program.RW, Program.ANONYMOUS | MAP_FIXED))
                    .isEqualTo(-ENOMEM);
            assertThat(program.space.reserve(FAR, PAGE)).isZero();
            program.space.close();
            assertThat(hostMappings(FAR, more)).isEmpty();
        }
    }
}
