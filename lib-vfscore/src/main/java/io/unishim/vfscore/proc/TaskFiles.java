package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ESRCH;

import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What /proc/PID and /proc/PID/task/TID have alike: files about one task (man 5 proc). */
final class TaskFiles {
    private final Process process;
    private final int tid;

    TaskFiles(Process process, int tid) {
        this.process = process;
        this.tid = tid;
    }

    /** Adds the files. */
    void plant(PseudoFs proc, PseudoDirectory directory) {
        directory.add("comm", new PseudoFile(proc, 0644, reader -> name() + "\n", this::rename));
        directory.add("personality", new PseudoFile(proc, 0400, this::personality, null));
        directory.add("syscall", new PseudoFile(proc, 0400, this::call, null));
        directory.add("sched", new PseudoFile(proc, 0644, this::scheduling, null));
        directory.file("schedstat", reader -> "0 0 0\n");
        // No symbol is told of where it waits, as to those who may not look.
        directory.file("wchan", reader -> "0");
        OomScore score = process.stateOrNull(OomScore.KEY);
        if (score != null) {
            directory.add("oom_adj", new PseudoFile(proc, 0644, score::oldAdjustment, score::adjustOld));
            directory.add("oom_score_adj", new PseudoFile(proc, 0644, score::adjustment, score::adjust));
            directory.file("oom_score", score::score);
        }
    }

    static @Nullable Task find(Process process, int tid) {
        for (Task each : process.tasks()) {
            if (each.tid() == tid) {
                return each;
            }
        }
        return null;
    }

    private @Nullable TaskAttributes attributes() {
        Task task = find(process, tid);
        return task == null ? null : task.stateOrNull(TaskAttributes.KEY);
    }

    /** @return its name, bytes as ISO 8859-1 */
    String name() {
        TaskAttributes own = attributes();
        byte[] name = own == null ? process.name().getBytes(StandardCharsets.UTF_8) : own.name();
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private long rename(Task writer, String name) {
        TaskAttributes own = attributes();
        if (own == null) {
            return -ESRCH;
        }
        if (writer.process() != process) {
            return -EINVAL;
        }
        own.name(name.getBytes(StandardCharsets.ISO_8859_1));
        return 0;
    }

    private String personality(Task reader) {
        TaskAttributes own = attributes();
        return String.format(Locale.ROOT, "%08x\n", own == null ? 0 : own.personality());
    }

    String slack(Task reader) {
        TaskAttributes own = attributes();
        return (own == null ? 0 : own.timerSlack()) + "\n";
    }

    long slack(Task writer, String text) {
        TaskAttributes own = attributes();
        if (own == null) {
            return -ESRCH;
        }
        try {
            own.timerSlack(Long.parseUnsignedLong(text));
            return 0;
        } catch (NumberFormatException e) {
            return -EINVAL;
        }
    }

    /** Which call it is making is known of the reader alone, and not with which arguments. */
    private String call(Task reader) {
        return "running\n";
    }

    private String scheduling(Task reader) {
        return String.format(
                Locale.ROOT,
                "%s (%d, #threads: %d)\n%s\n%-45s:%21d\n%-45s:%21d\n",
                name(),
                tid,
                process.tasks().size(),
                "-".repeat(67),
                "nr_switches",
                0,
                "policy",
                0);
    }
}
