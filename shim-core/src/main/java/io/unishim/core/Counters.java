package io.unishim.core;

import io.unishim.call.CallDeclaration;
import io.unishim.call.ErrnoException;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallTable.Registration;
import io.unishim.control.Statistics;
import io.unishim.library.Replacement;
import io.unishim.task.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts calls, their errors and their time, without a lock and without garbage. */
final class Counters implements Statistics {
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private @Nullable Registration registration;

    Counters until(Registration end) {
        registration = end;
        return this;
    }

    Replacement around(CallDeclaration call) {
        // Numbers that nobody serves are not counted one by one: a program can make up 2^32 of them.
        boolean counted = call.syscall() != null
                || call.customNumber() >= 0 && call.customNumber() <= CallDeclaration.LAST_CUSTOM;
        String name = counted ? call.name() : Missing.OUT_OF_RANGE;
        Counter counter = counters.computeIfAbsent(name, key -> new Counter());
        return previous -> new CountedCall(counter, previous);
    }

    @Override
    public Map<String, Count> counts() {
        Map<String, Count> found = new TreeMap<>();
        counters.forEach((name, counter) -> {
            Count count = counter.snapshot();
            if (count.calls() > 0) {
                found.put(name, count);
            }
        });
        return found;
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.close();
        }
    }

    private static final class Counter {
        private final LongAdder errors = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final AtomicLongArray histogram = new AtomicLongArray(64);

        void add(long result, long took) {
            if (ErrnoException.isError(result)) {
                errors.increment();
            }
            nanos.add(took);
            histogram.getAndIncrement(63 - Long.numberOfLeadingZeros(Math.max(1, took)));
        }

        Count snapshot() {
            long[] buckets = new long[histogram.length()];
            long calls = 0;
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = histogram.get(i);
                calls += buckets[i];
            }
            return new Count(calls, errors.sum(), nanos.sum(), buckets);
        }
    }

    private record CountedCall(Counter counter, SyscallHandler previous) implements SyscallHandler {
        @Override
        public long handle(Task task, long a0, long a1, long a2, long a3, long a4, long a5) {
            long start = System.nanoTime();
            long result = previous.handle(task, a0, a1, a2, a3, a4, a5);
            counter.add(result, System.nanoTime() - start);
            return result;
        }
    }
}
