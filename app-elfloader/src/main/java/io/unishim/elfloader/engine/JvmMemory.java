package io.unishim.elfloader.engine;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.AddressSpace.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM's memory out of copies of its process: a copy takes as long as the program's memory is large, however large
 * the heap, and the JVM is not slowed down by pages that it shares with a copy.
 *
 * <p>What is the JVM's is marked so on the host (man 2 madvise, MADV_DONTFORK): before the first copy all there is, later what
 * has come since, when a child has ended rather than when the next one is waited for. Processes that the JVM starts are not
 * concerned, for posix_spawn(3) copies no memory.
 */
final class JvmMemory {
    private static final long LOWEST = 1 << 16;
    private static final long END = 0x7fff_ffff_f000L;
    /** Marks that are older may not cover a heap that has grown. */
    private static final long STALE_NANOS = 1_000_000_000L;

    private static final JvmMemory THIS = new JvmMemory();

    private final ReentrantLock lock = new ReentrantLock();
    /** What of the last program that was copied is not marked. */
    private List<Range> program = List.of();

    private boolean marked;
    private boolean copiedSince;
    private long markedAt;

    private JvmMemory() {}

    /**
     * Copies the process.
     *
     * @param program what the copy is to have
     * @param copy makes it
     */
    static <T> @Nullable T without(List<Range> program, Supplier<@Nullable T> copy) {
        THIS.lock.lock();
        try {
            THIS.prepare(program);
            return copy.get();
        } finally {
            THIS.lock.unlock();
        }
    }

    /** To be called when there is time: marks what has come since the last copy. */
    static void lookAgain() {
        if (THIS.lock.tryLock()) {
            try {
                if (THIS.copiedSince) {
                    THIS.mark();
                }
            } finally {
                THIS.lock.unlock();
            }
        }
    }

    private void prepare(List<Range> wanted) {
        if (!wanted.equals(program)) {
            program = wanted;
            // Perhaps it was taken for the JVM's, when another program was copied.
            wanted.forEach(each -> advise(each.start(), each.end(), Mman.MADV_DOFORK));
            marked = false;
        }
        if (!marked || System.nanoTime() - markedAt > STALE_NANOS) {
            mark();
        }
        copiedSince = true;
    }

    /** The host marks what there is of a range, and says that there are holes. */
    private void mark() {
        long from = LOWEST;
        for (Range each : needs(program, Slots.common())) {
            if (each.start() > from) {
                advise(from, each.start(), Mman.MADV_DONTFORK);
            }
            from = Math.max(from, each.end());
        }
        advise(from, END, Mman.MADV_DONTFORK);
        marked = true;
        copiedSince = false;
        markedAt = System.nanoTime();
    }

    /** @return all that a program in a process of its own needs, in ascending order */
    static List<Range> needs(List<Range> program, Slots slots) {
        List<Range> all = new ArrayList<>(program);
        all.add(new Range(Engine.pagesAddress(), Engine.pagesAddress() + Engine.pagesSize()));
        all.add(new Range(slots.address(), slots.address() + slots.size()));
        all.addAll(HostVdso.PAGES);
        all.sort(Comparator.comparingLong(Range::start));
        return all;
    }

    private static void advise(long start, long end, int advice) {
        HostCalls.call(Syscall.MADVISE.number(), start, end - start, advice);
    }
}
