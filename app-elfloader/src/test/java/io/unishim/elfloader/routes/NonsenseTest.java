package io.unishim.elfloader.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Arch;
import io.unishim.call.CallDeclaration;
import io.unishim.control.CallTable.CallEntry;
import io.unishim.host.StrayAccess;
import io.unishim.task.RandomSource;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random calls with random arguments, by tasks whose code is Java and by programs, side by side on one shim: every one is
 * answered, nothing is thrown, nobody hangs, and nothing of the host is held when the shim is closed.
 */
class NonsenseTest {
    /** All together; a million take some minutes on two busy cores: {@code -Dio.unishim.test.calls=1000000}. */
    private static final int CALLS = Integer.getInteger("io.unishim.test.calls", 60_000);

    private static final long SEED = Long.getLong("io.unishim.test.seed", 20_240_701);
    private static final int BY_NUMBER = 3;
    private static final int PROGRAMS = 2;

    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final AtomicLong[] outcomes = {new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong()};
    private volatile boolean over;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void random_calls_do_no_harm() throws InterruptedException {
        Logger logger = Logger.getLogger("io.unishim");
        Handler handler = new Failures();
        logger.addHandler(handler);
        logger.setLevel(Level.WARNING);
        try {
            run(2000, SEED);
            Footprint before = Footprint.now();
            long stray = StrayAccess.count();
            run(CALLS, SEED + 1);
            before.assertBack();
            assertThat(StrayAccess.count()).isEqualTo(stray);
            assertThat(thrown).as("seed " + SEED).isEmpty();
            System.out.println("nonsense: seed " + SEED
                    + ", calls that returned a value, failed, waited, ended their task: " + List.of(outcomes));
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
    }

    private void run(int calls, long seed) throws InterruptedException {
        over = false;
        CountedFile file;
        try (Shim shim = Shim.builder()
                .library(new CallingProgram.Library())
                .random(RandomSource.seeded(seed))
                .boot()) {
            file = new CountedFile(shim.linux().stat("/"));
            World[] worlds = new World[BY_NUMBER + PROGRAMS];
            Thread[] threads = new Thread[worlds.length];
            for (int i = 0; i < worlds.length; i++) {
                World world = i < BY_NUMBER ? new Worlds.ByNumber(shim, file) : new Worlds.FromProgram(shim, file);
                Random random = new Random(seed * 31 + i);
                // A program's call costs a hand-off to its thread.
                int share = i < BY_NUMBER ? calls / 4 : calls / 4 / PROGRAMS;
                worlds[i] = world;
                threads[i] = new Thread(() -> calls(world, random, share), "nonsense-" + i);
            }
            Thread watchdog = new Thread(() -> watch(worlds), "watchdog");
            watchdog.start();
            Stream.of(threads).forEach(Thread::start);
            for (Thread each : threads) {
                each.join();
            }
            over = true;
            watchdog.join();
        }
        assertThat(file.open).as("descriptions left open").hasValue(0);
    }

    private void watch(World[] worlds) {
        while (!over) {
            for (World each : worlds) {
                each.watch();
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }

    private void calls(World world, Random random, int calls) {
        try {
            List<CallDeclaration> rows = world.shim.table().calls().stream()
                    .map(CallEntry::declaration)
                    .filter(row -> row.syscall() != null)
                    .toList();
            ArgumentSource source = new ArgumentSource(random, world.task.tid());
            for (int i = 0; i < calls && thrown.isEmpty(); i++) {
                CallDeclaration row = rows.get(random.nextInt(rows.size()));
                ArgumentSource.Tuple tuple = source.next(row);
                int number = random.nextInt(20) == 0 ? anyNumber(random) : row.number(Arch.X86_64);
                World.Outcome outcome = world.call(number, tuple);
                count(outcome);
                if (!outcome.plain() || random.nextInt(500) == 0) {
                    world.end();
                    Worlds.reap(world.task);
                    world.spawn();
                    source = new ArgumentSource(random, world.task.tid());
                }
            }
            world.end();
        } catch (Throwable e) {
            thrown.add(e);
        }
    }

    private static int anyNumber(Random random) {
        return random.nextBoolean()
                ? random.nextInt(500)
                : random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(5000) - 100;
    }

    private void count(World.Outcome outcome) {
        int which = outcome.plain() ? outcome.value() >= 0 ? 0 : 1 : outcome.end() == World.End.WAITED ? 2 : 3;
        outcomes[which].incrementAndGet();
    }

    /** What a handler throws is logged, and answered with EIO: here it is a failure. */
    private final class Failures extends Handler {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                Throwable cause = record.getThrown();
                thrown.add(new AssertionError(record.getMessage(), cause));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
