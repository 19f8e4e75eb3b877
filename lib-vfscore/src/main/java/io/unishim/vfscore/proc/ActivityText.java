package io.unishim.vfscore.proc;

import io.unishim.Shim;
import io.unishim.struct.Rusage;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.Locale;

/** Who runs, and the time that processors spent on it, as text (man 5 proc_stat, proc_uptime, proc_loadavg). */
final class ActivityText {
    private static final long SECOND = 1_000_000_000L;
    private static final long TICK = 10_000; // microseconds: sysconf(_SC_CLK_TCK) is 100

    private final long booted;

    ActivityText(long booted) {
        this.booted = booted;
    }

    private long up(Shim shim) {
        return shim.time().monotonicNanos() - booted;
    }

    /** The processors' time in ticks: as much as has passed since the boot, of each. */
    private record Ticks(long user, long system, long idle) {
        /** The same for one of some processors: which one was used, nobody knows. */
        Ticks share(int which, int count) {
            return new Ticks(share(user, which, count), share(system, which, count), share(idle, which, count));
        }

        private static long share(long all, int which, int count) {
            return all / count + (which < all % count ? 1 : 0);
        }

        void line(StringBuilder text, String name) {
            text.append(name)
                    .append(' ')
                    .append(user)
                    .append(" 0 ")
                    .append(system)
                    .append(' ')
                    .append(idle);
            text.append(" 0 0 0 0 0 0\n");
        }
    }

    private Ticks ticks(Task reader) {
        Rusage used = Inspection.used(reader);
        long user = used.userMicros() / TICK;
        long system = used.systemMicros() / TICK;
        long all = up(reader.shim()) / 1000 / TICK * SystemText.cpus();
        return new Ticks(user, system, Math.max(0, all - user - system));
    }

    private static int running(Task reader) {
        int count = 0;
        for (Process each : reader.shim().tasks().processes()) {
            for (Task task : each.tasks()) {
                count += Inspection.runs(reader, task) ? 1 : 0;
            }
        }
        return count;
    }

    String uptime(Task reader) {
        double up = up(reader.shim()) / (double) SECOND;
        return String.format(Locale.ROOT, "%.2f %.2f\n", up, ticks(reader).idle() / 100.0);
    }

    /** The load is not averaged. */
    String loadavg(Task reader) {
        int tasks = 0;
        int last = 0;
        for (Process each : reader.shim().tasks().processes()) {
            tasks += each.tasks().size();
            last = Math.max(last, each.pid());
        }
        return "0.00 0.00 0.00 " + running(reader) + "/" + tasks + " " + last + "\n";
    }

    /** Switches between tasks are the host's, and interrupts, too: none are told. */
    String stat(Task reader) {
        Ticks all = ticks(reader);
        StringBuilder text = new StringBuilder();
        all.line(text, "cpu ");
        int count = SystemText.cpus();
        for (int i = 0; i < count; i++) {
            all.share(i, count).line(text, "cpu" + i);
        }
        Shim shim = reader.shim();
        text.append("intr 0\nctxt 0\nbtime ").append((shim.time().realtimeNanos() - up(shim)) / SECOND);
        text.append("\nprocesses ").append(shim.tasks().made());
        text.append("\nprocs_running ").append(running(reader));
        text.append("\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n");
        return text.toString();
    }
}
