package io.unishim.vfscore.proc;

import io.unishim.abi.Resource;
import io.unishim.abi.Syscall;
import io.unishim.file.Descriptors;
import io.unishim.linux.LimitCallsFamily;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.UserRef;
import io.unishim.struct.Rlimit;
import io.unishim.struct.Rusage;
import io.unishim.task.CallFilter;
import io.unishim.task.CapabilitySets;
import io.unishim.task.ControllingTerminal;
import io.unishim.task.Credentials;
import io.unishim.task.Execution;
import io.unishim.task.Ids;
import io.unishim.task.IoCounts;
import io.unishim.task.Process;
import io.unishim.task.ProcessLimits;
import io.unishim.task.Signalling;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import io.unishim.vfscore.tree.FsContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A process as text (man 5 proc_pid_stat and its kin). What is not counted is told as 0. */
final class ProcessText {
    /** When a process was made, ns after the boot. */
    static final StateKey<Long> STARTED = StateKey.of("start of a process");

    private static final long TICK = 10_000_000; // sysconf(_SC_CLK_TCK) is 100
    private static final int PAGE = 4096;

    private final Process process;

    private static final Signalling.Sets NO_SIGNALS = new Signalling.Sets(0, 0, 0, 0, 0, 0);

    ProcessText(Process process) {
        this.process = process;
    }

    /** No storage is behind the files. @param tid of the task whose counts are told; that of the first one for all */
    String io(int tid) {
        Task task = tid == process.pid() ? null : TaskFiles.find(process, tid);
        IoCounts counts = task == null ? process.io() : task.io();
        return "rchar: " + counts.readBytes() + "\nwchar: " + counts.writtenBytes() + "\nsyscr: " + counts.reads()
                + "\nsyscw: " + counts.writes() + "\nread_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n";
    }

    // State.

    private char state(Task reader, int tid) {
        if (process.status() != Process.RUNNING) {
            return 'Z';
        }
        if (Inspection.isStopped(reader, process)) {
            return 'T';
        }
        Task task = TaskFiles.find(process, tid);
        return task != null && Inspection.runs(reader, task) ? 'R' : 'S';
    }

    String stat(Task reader, int tid) {
        long group = ask(reader, Syscall.GETPGID, process.pid(), 0);
        long session = ask(reader, Syscall.GETSID, process.pid(), 0);
        Long started = process.stateOrNull(STARTED);
        StringBuilder text = new StringBuilder()
                .append(tid)
                .append(" (")
                .append(new TaskFiles(process, tid).name())
                .append(") ");
        text.append(state(reader, tid)).append(' ').append(process.parentPid());
        text.append(' ').append(Math.max(0, group)).append(' ').append(Math.max(0, session));
        ControllingTerminal terminal = process.stateOrNull(ControllingTerminal.KEY);
        text.append(' ').append(terminal == null ? 0 : terminal.device());
        text.append(' ').append(terminal == null ? -1 : terminal.foreground() == 0 ? -1 : terminal.foreground());
        text.append(" 4194304 0 0 0 0");
        times(text, Inspection.used(reader, process, tid == process.pid() ? null : TaskFiles.find(process, tid)));
        times(text, Inspection.usedByChildren(reader, process));
        long priority = nice(reader, tid);
        text.append(' ').append(20 + priority).append(' ').append(priority).append(' ');
        text.append(process.tasks().size()).append(" 0 ").append((started == null ? 0 : started) / TICK);
        long mapped = new MemoryText(process).mapped();
        text.append(' ').append(mapped).append(' ').append(mapped / PAGE).append(" 18446744073709551615");
        text.append(" 0".repeat(12)).append(" 17").append(" 0".repeat(14)).append('\n');
        return text.toString();
    }

    /** What a call tells, in the name of whoever reads. */
    private static long ask(Task reader, Syscall call, long a0, long a1) {
        return reader.shim().serve(reader, call.number(), a0, a1, 0, 0, 0, 0);
    }

    private static void times(StringBuilder text, Rusage used) {
        text.append(' ').append(used.userMicros() * 1000 / TICK);
        text.append(' ').append(used.systemMicros() * 1000 / TICK);
    }

    private static long nice(Task reader, int tid) {
        long told = ask(reader, Syscall.GETPRIORITY, Resource.PRIO_PROCESS, tid);
        return told < 0 ? 0 : 20 - told;
    }

    String status(Task reader, int tid) {
        Task task = TaskFiles.find(process, tid);
        Credentials who = task == null ? Credentials.ROOT : Credentials.of(task);
        char state = state(reader, tid);
        StringBuilder text = new StringBuilder();
        line(text, "Name", new TaskFiles(process, tid).name());
        FsContext context = process.stateOrNull(FsContext.KEY);
        line(text, "Umask", String.format(Locale.ROOT, "%04o", context == null ? 022 : context.umask()));
        line(
                text,
                "State",
                state
                        + (state == 'R'
                                ? " (running)"
                                : state == 'S' ? " (sleeping)" : state == 'T' ? " (stopped)" : " (zombie)"));
        line(text, "Tgid", "" + process.pid());
        line(text, "Ngid", "0");
        line(text, "Pid", "" + tid);
        line(text, "PPid", "" + process.parentPid());
        line(text, "TracerPid", "0");
        line(text, "Uid", ids(who.users()));
        line(text, "Gid", ids(who.groups()));
        Descriptors table = process.stateOrNull(Descriptors.KEY);
        line(text, "FDSize", table == null ? "0" : "64");
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < who.supplementaryCount(); i++) {
            groups.append(Integer.toUnsignedString(who.supplementary(i))).append(' ');
        }
        line(text, "Groups", groups.toString());
        memory(text);
        line(text, "Threads", "" + process.tasks().size());
        signals(text, task);
        capabilities(text, who.capabilities());
        TaskAttributes attributes = task == null ? null : task.stateOrNull(TaskAttributes.KEY);
        line(text, "NoNewPrivs", attributes != null && attributes.noNewPrivileges() ? "1" : "0");
        Execution execution = task == null ? null : task.stateOrNull(Execution.KEY);
        CallFilter filter = execution == null ? null : execution.filter();
        line(text, "Seccomp", filter == null ? "0" : "" + filter.mode());
        line(text, "Seccomp_filters", filter == null ? "0" : "" + filter.count());
        int cpus = Runtime.getRuntime().availableProcessors();
        line(text, "Cpus_allowed", Long.toHexString(cpus >= 64 ? -1L : (1L << cpus) - 1));
        line(text, "Cpus_allowed_list", cpus == 1 ? "0" : "0-" + (cpus - 1));
        line(text, "Mems_allowed", "1");
        line(text, "Mems_allowed_list", "0");
        line(text, "voluntary_ctxt_switches", "0");
        line(text, "nonvoluntary_ctxt_switches", "0");
        return text.toString();
    }

    private void memory(StringBuilder text) {
        if (!(process.memory() instanceof AddressSpace space) || process.status() != Process.RUNNING) {
            return;
        }
        AddressSpace.Usage usage = space.usage();
        size(text, "VmPeak", usage.peak());
        size(text, "VmSize", usage.total());
        size(text, "VmLck", usage.locked());
        size(text, "VmPin", 0);
        size(text, "VmHWM", usage.peak());
        size(text, "VmRSS", usage.total());
        size(text, "VmData", usage.data());
        size(text, "VmStk", usage.stack());
    }

    private static void size(StringBuilder text, String name, long bytes) {
        line(text, name, String.format(Locale.ROOT, "%8d kB", bytes / 1024));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(":\t").append(value).append('\n');
    }

    private static String ids(Ids ids) {
        return Integer.toUnsignedString(ids.real()) + "\t" + Integer.toUnsignedString(ids.effective()) + "\t"
                + Integer.toUnsignedString(ids.saved()) + "\t" + Integer.toUnsignedString(ids.fs());
    }

    private static String mask(long bits) {
        return String.format(Locale.ROOT, "%016x", bits);
    }

    private static void signals(StringBuilder text, @Nullable Task task) {
        Signalling signals = task == null ? null : task.shim().serviceOrNull(Signalling.class);
        Signalling.Sets sets = signals == null || task == null ? NO_SIGNALS : signals.sets(task);
        long most = task == null ? 0 : ProcessLimits.soft(task.process(), Resource.RLIMIT_SIGPENDING);
        line(text, "SigQ", sets.queued() + "/" + Long.toUnsignedString(most));
        line(text, "SigPnd", mask(sets.pending()));
        line(text, "ShdPnd", mask(sets.shared()));
        line(text, "SigBlk", mask(sets.blocked()));
        line(text, "SigIgn", mask(sets.ignored()));
        line(text, "SigCgt", mask(sets.caught()));
    }

    private static void capabilities(StringBuilder text, CapabilitySets sets) {
        line(text, "CapInh", mask(sets.inheritable()));
        line(text, "CapPrm", mask(sets.permitted()));
        line(text, "CapEff", mask(sets.effective()));
        line(text, "CapBnd", mask(sets.bounding()));
        line(text, "CapAmb", mask(sets.ambient()));
    }

    // Limits.

    /** A line of /proc/PID/limits: which resource, its name, its unit. */
    private record Limit(int resource, String name, String unit) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit(Resource.RLIMIT_CPU, "Max cpu time", "seconds"),
            new Limit(Resource.RLIMIT_FSIZE, "Max file size", "bytes"),
            new Limit(Resource.RLIMIT_DATA, "Max data size", "bytes"),
            new Limit(Resource.RLIMIT_STACK, "Max stack size", "bytes"),
            new Limit(Resource.RLIMIT_CORE, "Max core file size", "bytes"),
            new Limit(Resource.RLIMIT_RSS, "Max resident set", "bytes"),
            new Limit(Resource.RLIMIT_NPROC, "Max processes", "processes"),
            new Limit(Resource.RLIMIT_NOFILE, "Max open files", "files"),
            new Limit(Resource.RLIMIT_MEMLOCK, "Max locked memory", "bytes"),
            new Limit(Resource.RLIMIT_AS, "Max address space", "bytes"),
            new Limit(Resource.RLIMIT_LOCKS, "Max file locks", "locks"),
            new Limit(Resource.RLIMIT_SIGPENDING, "Max pending signals", "signals"),
            new Limit(Resource.RLIMIT_MSGQUEUE, "Max msgqueue size", "bytes"),
            new Limit(Resource.RLIMIT_NICE, "Max nice priority", ""),
            new Limit(Resource.RLIMIT_RTPRIO, "Max realtime priority", ""),
            new Limit(Resource.RLIMIT_RTTIME, "Max realtime timeout", "us"));

    String limits(Task reader) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units"));
        for (Limit each : LIMITS) {
            UserRef<Rlimit> room = UserRef.room(Rlimit.LAYOUT);
            long result = reader.shim()
                    .calls(LimitCallsFamily.FAMILY)
                    .prlimit64(reader, process.pid(), each.resource(), UserRef.none(), room);
            Rlimit limit = result == 0 ? room.get() : new Rlimit(-1, -1);
            text.append(String.format(
                    Locale.ROOT,
                    "%-25s %-20s %-20s %-10s\n",
                    each.name(),
                    value(limit.soft()),
                    value(limit.hard()),
                    each.unit()));
        }
        return text.toString();
    }

    private static String value(long limit) {
        return limit == -1 ? "unlimited" : Long.toUnsignedString(limit);
    }
}
