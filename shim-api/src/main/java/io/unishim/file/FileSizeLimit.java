package io.unishim.file;

import static io.unishim.abi.Errnos.EFBIG;
import static io.unishim.abi.Signals.SIGXFSZ;

import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.StateKey;
import io.unishim.task.Task;

/**
 * How long a process may make its files: the soft RLIMIT_FSIZE (man 2 getrlimit). The library that keeps limits says it, those
 * that own files ask.
 */
public final class FileSizeLimit {
    /** Nothing is there while there is no limit, which is the rule. */
    private static final StateKey<Long> KEY = StateKey.of("RLIMIT_FSIZE");

    private FileSizeLimit() {}

    /** Sets it. @param bytes the limit, unsigned */
    public static void set(Process process, long bytes) {
        process.put(KEY, bytes < 0 ? null : bytes);
    }

    /**
     * Says how much a task may write somewhere; who may write nothing gets SIGXFSZ.
     *
     * @param position where, in bytes
     * @param count how much is to be written
     * @return how much of it may be written, or {@code -EFBIG}
     */
    public static long room(Task task, long position, long count) {
        Long limit = task.process().stateOrNull(KEY);
        return limit == null ? count : position < limit ? Math.min(count, limit - position) : tooLarge(task);
    }

    /**
     * Says whether a task may make a file so long; who may not gets SIGXFSZ. It may always make one shorter.
     *
     * @param size in bytes
     * @return 0 or {@code -EFBIG}
     */
    public static long allows(Task task, long size) {
        Long limit = task.process().stateOrNull(KEY);
        return limit == null || size <= limit ? 0 : tooLarge(task);
    }

    private static long tooLarge(Task task) {
        Signalling.self(task, SIGXFSZ);
        return -EFBIG;
    }
}
