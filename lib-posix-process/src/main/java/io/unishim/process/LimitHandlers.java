package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Resource.RLIMIT_CPU;
import static io.unishim.abi.Resource.RLIMIT_FSIZE;
import static io.unishim.abi.Resource.RLIMIT_NOFILE;
import static io.unishim.abi.Resource.RLIMIT_STACK;
import static io.unishim.abi.Resource.RLIM_NLIMITS;
import static io.unishim.abi.Resource.RUSAGE_CHILDREN;
import static io.unishim.abi.Resource.RUSAGE_SELF;
import static io.unishim.abi.Resource.RUSAGE_THREAD;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.FileSizeLimit;
import io.unishim.linux.LimitCalls;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.UserRef;
import io.unishim.struct.Rlimit;
import io.unishim.struct.Rusage;
import io.unishim.struct.Tms;
import io.unishim.task.CpuLimit;
import io.unishim.task.Credentials;
import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Limits and usage. */
final class LimitHandlers implements LimitCalls {
    private static final String KEPT =
            "all but RLIMIT_RSS, RLIMIT_CORE, RLIMIT_LOCKS and RLIMIT_RTTIME are enforced; those are kept and told";
    private static final String COUNTED =
            "processor time only, by the JVM's account of threads, and of tasks that end only"
                    + " once someone has asked";

    /** The kernel's sysctl_nr_open. */
    private static final long MOST_DESCRIPTORS = 1 << 20;

    private static final long NANOS_PER_TICK = 10_000_000;
    private static final long MICROS_PER_TICK = 10_000;

    private final ProcessorTime time;

    LimitHandlers(ProcessorTime time) {
        this.time = time;
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long getrlimit(Task task, int resource, UserRef<Rlimit> rlim) {
        if (resource < 0 || resource >= RLIM_NLIMITS) {
            return -EINVAL;
        }
        rlim.set(ResourceLimits.of(task.process()).get(resource));
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long setrlimit(Task task, int resource, UserRef<Rlimit> rlim) {
        Rlimit wanted = rlim.get();
        return change(task, task.process(), resource, wanted);
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long prlimit64(Task task, int pid, int resource, UserRef<Rlimit> new_limit, UserRef<Rlimit> old_limit) {
        Rlimit wanted = new_limit.isNull() ? null : new_limit.get();
        Process process = GroupHandlers.process(task, pid);
        if (process == null) {
            return -ESRCH;
        }
        if (!Permissions.limit(task, process)) {
            return -EPERM;
        }
        if (resource < 0 || resource >= RLIM_NLIMITS) {
            return -EINVAL;
        }
        Rlimit old = ResourceLimits.of(process).get(resource);
        long refused = change(task, process, resource, wanted);
        if (refused == 0 && !old_limit.isNull()) {
            old_limit.set(old);
        }
        return refused;
    }

    private static long change(Task task, Process process, int resource, @Nullable Rlimit wanted) {
        if (resource < 0 || resource >= RLIM_NLIMITS) {
            return -EINVAL;
        }
        if (wanted == null) {
            return 0;
        }
        if (Long.compareUnsigned(wanted.soft(), wanted.hard()) > 0) {
            return -EINVAL;
        }
        if (resource == RLIMIT_NOFILE && Long.compareUnsigned(wanted.hard(), MOST_DESCRIPTORS) > 0) {
            return -EPERM;
        }
        ResourceLimits limits = ResourceLimits.of(process);
        boolean raised =
                Long.compareUnsigned(wanted.hard(), limits.get(resource).hard()) > 0;
        if (raised && !Credentials.of(task).hasCapability(CAP_SYS_RESOURCE)) {
            return -EPERM;
        }
        limits.set(resource, wanted);
        if (resource == RLIMIT_FSIZE) {
            FileSizeLimit.set(process, wanted.soft());
        }
        CpuLimit watch = resource == RLIMIT_CPU ? task.shim().serviceOrNull(CpuLimit.class) : null;
        if (watch != null) {
            watch.changed(process);
        }
        if (resource == RLIMIT_STACK && process == task.process() && task.memory() instanceof AddressSpace space) {
            Execution program = task.stateOrNull(Execution.KEY);
            space.limitStack(wanted.soft(), program == null ? 0 : program.stackPointer());
        }
        Descriptors table = resource == RLIMIT_NOFILE ? process.stateOrNull(Descriptors.KEY) : null;
        if (table != null) {
            // What is above is no limit to a table that does not grow beyond it; unsigned.
            boolean bounded = Long.compareUnsigned(wanted.soft(), MOST_DESCRIPTORS) < 0;
            table.limit((int) (bounded ? wanted.soft() : MOST_DESCRIPTORS));
        }
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = COUNTED)
    public long getrusage(Task task, int who, UserRef<Rusage> usage) {
        switch (who) {
            case RUSAGE_SELF -> usage.set(time.ofProcess(task));
            case RUSAGE_CHILDREN -> usage.set(ChildState.of(task.process()).usedByChildren);
            case RUSAGE_THREAD -> usage.set(time.ofCaller(task));
            default -> {
                return -EINVAL;
            }
        }
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = COUNTED)
    public long times(Task task, UserRef<Tms> buf) {
        if (!buf.isNull()) {
            Rusage own = time.ofProcess(task);
            Rusage children = ChildState.of(task.process()).usedByChildren;
            buf.set(new Tms(
                    own.userMicros() / MICROS_PER_TICK,
                    own.systemMicros() / MICROS_PER_TICK,
                    children.userMicros() / MICROS_PER_TICK,
                    children.systemMicros() / MICROS_PER_TICK));
        }
        return task.shim().time().monotonicNanos() / NANOS_PER_TICK;
    }
}
