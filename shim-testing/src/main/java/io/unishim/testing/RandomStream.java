package io.unishim.testing;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Restart.ERESTARTSYS;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream between two tasks that wait for each other: pieces of random lengths, some from and into memory that ends too
 * early, and signals in between. Its bytes tell where they stand, so that one that is lost, doubled or misplaced is found.
 */
public final class RandomStream {
    private static final int LONGEST = 40_000;
    private static final long SECONDS = 100;

    /** One end of what is tested. */
    @FunctionalInterface
    public interface End {
        /** Reads or writes, and waits if need be. @return bytes or a negative errno */
        long move(Task task, UserBuffer buffer);
    }

    private final Task writer;
    private final Task reader;
    private final End write;
    private final End read;

    /** Tests from one end to the other, each for its task. */
    public RandomStream(Task writer, End write, Task reader, End read) {
        this.writer = writer;
        this.write = write;
        this.reader = reader;
        this.read = read;
    }

    /**
     * Runs until everything was read.
     *
     * @param steps how many pieces are written
     * @param end called when they are, so that the reader finds the end
     * @throws AssertionError if not every byte came once and in order
     */
    public void run(long seed, int steps, Runnable end) throws InterruptedException {
        Random random = new Random(seed);
        Random others = new Random(random.nextLong());
        CompletableFuture<Long> written = new CompletableFuture<>();
        CompletableFuture<Long> seen = new CompletableFuture<>();
        start(written, () -> {
            long all = writeAll(random, steps);
            end.run();
            return all;
        });
        start(seen, () -> readAll(others));
        for (boolean turn = true; !seen.isDone(); turn = !turn) {
            (turn ? reader : writer).interrupt(Task.SIGNAL);
            LockSupport.parkNanos(50_000 * (1 + seed % 8));
        }
        try {
            long all = written.get(SECONDS, TimeUnit.SECONDS);
            check(all == seen.get(), "seed " + seed + ": " + seen.get() + " of " + all + " bytes");
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private interface Work {
        long run();
    }

    private static void start(CompletableFuture<Long> result, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.run());
                    } catch (RuntimeException | AssertionError e) {
                        result.completeExceptionally(e);
                    }
                },
                "stream");
        thread.setDaemon(true);
        thread.start();
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private static byte at(long position) {
        return (byte) (position * 31 >>> 3 ^ position);
    }

    private static TornBuffer buffer(Random random) {
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? LONGEST : 200);
        boolean torn = random.nextInt(8) == 0;
        return new TornBuffer(length, torn ? random.nextInt(length + 1) : length, random.nextInt(4) != 0);
    }

    /** @return what was moved, 0 also for a signal and for memory that is bad, or -1 at the end */
    private static long move(End end, Task task, TornBuffer buffer) {
        long count;
        try {
            count = end.move(task, buffer);
        } catch (MemoryFault fault) {
            count = -EFAULT;
        }
        if (count == -ERESTARTSYS) {
            task.done(Task.SIGNAL);
            return 0;
        }
        if (count == -EFAULT) {
            check(buffer.good() < buffer.length(), "EFAULT with good memory");
            return 0;
        }
        check(count >= 0 && count <= buffer.good(), "result " + count + " of " + buffer.good());
        return count == 0 ? -1 : count;
    }

    private long writeAll(Random random, int steps) {
        long all = 0;
        for (int i = 0; i < steps; i++) {
            TornBuffer from = buffer(random);
            for (int j = 0; j < from.length(); j++) {
                from.bytes()[j] = at(all + j);
            }
            long count = move(write, writer, from);
            check(count >= 0, "nothing was written");
            all += count;
        }
        return all;
    }

    private long readAll(Random random) {
        long all = 0;
        while (true) {
            TornBuffer into = buffer(random);
            long count = move(read, reader, into);
            if (count < 0) {
                return all;
            }
            for (int j = 0; j < count; j++) {
                check(into.bytes()[j] == at(all + j), "byte " + (all + j));
            }
            all += count;
        }
    }
}
