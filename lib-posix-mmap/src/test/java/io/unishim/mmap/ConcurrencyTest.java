package io.unishim.mmap;

import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MREMAP_FIXED;
import static io.unishim.abi.Mman.MREMAP_MAYMOVE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.mmap.Program.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.host.StrayAccess;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several threads map, move and copy in one address space; the JVM lives and the book stays in order. */
class ConcurrencyTest {
    private static final int PAGES = 64;

    @Test
    void threads_map_move_and_copy() throws InterruptedException {
        long strays = StrayAccess.count();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Program program = new Program()) {
            long base = program.map(PAGES);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long seed = i;
                Thread thread = new Thread(() -> work(program, base, new Random(seed)));
                thread.setUncaughtExceptionHandler((which, thrown) -> failure.set(thrown));
                thread.start();
                threads.add(thread);
            }
            for (Thread each : threads) {
                each.join();
            }
            long end = 0;
            for (AddressSpace.Mapping mapping : program.space.mappings()) {
                assertThat(mapping.start()).isGreaterThanOrEqualTo(end).isLessThan(mapping.end());
                end = mapping.end();
                int readable = program.space.read(mapping.start(), new byte[1], 0, 1);
                assertThat(readable).isEqualTo((mapping.protection() & PROT_READ) != 0 ? 1 : 0);
            }
        }
        assertThat(failure).hasValue(null);
        assertThat(StrayAccess.count()).isEqualTo(strays);
    }

    private static void work(Program program, long base, Random random) {
        byte[] bytes = new byte[20_000];
        OffHeap block = OffHeap.allocate(20_000);
        for (int i = 0; i < 3_000; i++) {
            long at = base + random.nextInt(PAGES - 8) * PAGE;
            long to = base + random.nextInt(PAGES - 8) * PAGE;
            long length = (1 + random.nextInt(8)) * PAGE;
            switch (random.nextInt(8)) {
                case 0 -> program.map(at, length / PAGE, Program.RW, Program.ANONYMOUS | MAP_FIXED);
                case 1 -> program.space.unmap(at, length);
                case 2 -> program.space.protect(program.task, at, length, PROT_READ);
                case 3 -> program.space.remap(program.task, at, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to);
                case 4 -> program.space.read(at + 5, bytes, 0, bytes.length);
                case 5 -> program.space.write(at + 5, bytes, 0, bytes.length);
                case 6 -> program.space.write(at + 5, block, 0, block.size());
                default -> word(program, at);
            }
        }
    }

    private static void word(Program program, long at) {
        try {
            program.space.compareAndExchangeInt(at, 0, program.space.getInt(at + 4));
        } catch (MemoryFault e) {
            // The page is gone or may not be written: what this test provokes.
        }
    }
}
