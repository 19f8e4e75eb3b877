package io.unishim.core;

import static io.unishim.abi.Errnos.ENOSYS;

import io.unishim.abi.Arch;
import io.unishim.abi.Syscall;
import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.task.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The one place that answers {@code -ENOSYS}: counts the calls that nobody registered, and names each once in the log. */
final class Missing {
    /** A program can make up 2^64 numbers; those that no table has room for share one counter. */
    static final String OUT_OF_RANGE = "out_of_range";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @return what stands in the table for a number that nobody registered */
    SyscallHandler of(int number) {
        return new Answer(this, number);
    }

    Map<String, Long> counts() {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> found.put(name, count.sum()));
        return found;
    }

    long answer(Task task, int number) {
        String name = name(number);
        LongAdder count = counts.get(name);
        if (count == null) {
            LongAdder fresh = new LongAdder();
            count = counts.putIfAbsent(name, fresh);
            if (count == null) {
                count = fresh;
                Log.info(task.process().name() + " called " + Syscall.nameOf(Arch.X86_64, number) + " (" + number
                        + "), which no library serves: ENOSYS");
            }
        }
        count.increment();
        return -ENOSYS;
    }

    private static String name(int number) {
        return number < 0 || number > CallDeclaration.LAST_CUSTOM ? OUT_OF_RANGE : Syscall.nameOf(Arch.X86_64, number);
    }

    private record Answer(Missing missing, int number) implements SyscallHandler {
        @Override
        public long handle(Task task, long a0, long a1, long a2, long a3, long a4, long a5) {
            return missing.answer(task, number);
        }
    }
}
