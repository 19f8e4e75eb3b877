package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Resource.RLIMIT_NICE;
import static io.unishim.abi.Resource.RLIMIT_RTPRIO;
import static io.unishim.abi.Sched.SCHED_BATCH;
import static io.unishim.abi.Sched.SCHED_DEADLINE;
import static io.unishim.abi.Sched.SCHED_EXT;
import static io.unishim.abi.Sched.SCHED_FIFO;
import static io.unishim.abi.Sched.SCHED_IDLE;
import static io.unishim.abi.Sched.SCHED_NORMAL;
import static io.unishim.abi.Sched.SCHED_RESET_ON_FORK;
import static io.unishim.abi.Sched.SCHED_RR;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.SchedulingCalls;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserMemory;
import io.unishim.memory.UserRef;
import io.unishim.struct.SchedParam;
import io.unishim.struct.Timespec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Policies, priorities and processors: checked as Linux checks them, kept and told. */
final class SchedulingHandlers implements SchedulingCalls {
    private static final String KEPT = "kept and told; the host schedules the JVM's threads as it likes";
    static final int HIGHEST = 99;
    private static final long RR_NANOS = 100_000_000;
    private static final long FAIR_NANOS = 4_000_000;

    private final Niceness niceness = new Niceness();

    private static @Nullable Task find(Task task, int pid) {
        return pid == 0 ? task : task.shim().tasks().task(pid);
    }

    @Override
    @Support(FULL)
    @SuppressWarnings("ThreadPriorityCheck") // it is what the program asks for
    public long sched_yield(Task task) {
        Thread.yield();
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_getaffinity(Task task, int pid, int cpusetsize, long mask) {
        int bytes = Schedule.everyProcessor().length * Long.BYTES;
        if (Integer.compareUnsigned(cpusetsize, bytes) < 0 || (cpusetsize & 7) != 0) {
            // Fewer than whole words are refused in any case; Linux looks at the number of processors first.
            return -EINVAL;
        }
        Task of = find(task, pid);
        if (of == null) {
            return -ESRCH;
        }
        long[] processors = Schedule.of(of).processors;
        for (int i = 0; i < processors.length; i++) {
            task.memory().putLong(mask + 8L * i, processors[i]);
        }
        return bytes;
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_setaffinity(Task task, int pid, int cpusetsize, long mask) {
        long[] every = Schedule.everyProcessor();
        int bytes = every.length * Long.BYTES;
        byte[] given = new byte[Integer.compareUnsigned(cpusetsize, bytes) < 0 ? cpusetsize : bytes];
        UserMemory memory = task.memory();
        memory.readFully(mask, given);
        Task of = find(task, pid);
        if (of == null) {
            return -ESRCH;
        }
        if (!Permissions.schedule(task, of)) {
            return -EPERM;
        }
        long any = 0;
        long[] wanted = new long[every.length];
        for (int i = 0; i < given.length; i++) {
            wanted[i >> 3] |= (given[i] & 0xffL) << 8 * (i & 7) & every[i >> 3];
            any |= wanted[i >> 3];
        }
        if (any == 0) {
            return -EINVAL;
        }
        Schedule.of(of).processors = wanted;
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_getscheduler(Task task, int pid) {
        Task of = pid < 0 ? null : find(task, pid);
        if (of == null) {
            return pid < 0 ? -EINVAL : -ESRCH;
        }
        Schedule found = Schedule.of(of);
        return found.policy | (found.resetOnFork ? SCHED_RESET_ON_FORK : 0);
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_setscheduler(Task task, int pid, int policy, UserRef<SchedParam> param) {
        return policy < 0 ? -EINVAL : set(task, pid, policy, param);
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_setparam(Task task, int pid, UserRef<SchedParam> param) {
        return set(task, pid, -1, param);
    }

    /** @param given -1 for the policy that the task has */
    private static long set(Task task, int pid, int given, UserRef<SchedParam> param) {
        if (pid < 0 || param.isNull()) {
            return -EINVAL;
        }
        int priority = param.get().priority();
        Task of = find(task, pid);
        if (of == null) {
            return -ESRCH;
        }
        Schedule now = Schedule.of(of);
        int policy = given == -1 ? now.policy : given & ~SCHED_RESET_ON_FORK;
        boolean reset = given == -1 ? now.resetOnFork : (given & SCHED_RESET_ON_FORK) != 0;
        boolean fits = Schedule.realTime(policy) ? priority >= 1 && priority <= HIGHEST : priority == 0;
        if (!known(policy) || !fits) {
            return -EINVAL;
        }
        if (!permitted(task, of, now, policy, priority, reset)) {
            return -EPERM;
        }
        now.policy = policy;
        now.priority = priority;
        now.resetOnFork = reset;
        return 0;
    }

    /** Whether there is such a policy, but for SCHED_DEADLINE. */
    static boolean known(int policy) {
        return policy == SCHED_NORMAL
                || policy == SCHED_BATCH
                || policy == SCHED_IDLE
                || policy == SCHED_EXT
                || Schedule.realTime(policy);
    }

    static boolean trusted(Task task) {
        return Credentials.of(task).hasCapability(CAP_SYS_NICE);
    }

    static boolean mayHaveNice(Task task, Task of, int nice) {
        return nice >= Schedule.of(of).nice
                || trusted(task)
                || Niceness.within(ResourceLimits.of(of.process()).soft(RLIMIT_NICE), nice);
    }

    static boolean permitted(Task task, Task of, Schedule now, int policy, int priority, boolean reset) {
        if (trusted(task)) {
            return true;
        }
        long limit = ResourceLimits.of(of.process()).soft(RLIMIT_RTPRIO);
        if (Schedule.realTime(policy)) {
            boolean higher = priority > now.priority && Long.compareUnsigned(priority, limit) > 0;
            if (policy != now.policy && limit == 0 || higher) {
                return false;
            }
        }
        boolean leavesIdle = now.policy == SCHED_IDLE && policy != SCHED_IDLE;
        boolean niceEnough = Niceness.within(ResourceLimits.of(of.process()).soft(RLIMIT_NICE), now.nice);
        return Permissions.schedule(task, of) && (!leavesIdle || niceEnough) && (reset || !now.resetOnFork);
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_getparam(Task task, int pid, UserRef<SchedParam> param) {
        if (pid < 0 || param.isNull()) {
            return -EINVAL;
        }
        Task of = find(task, pid);
        if (of == null) {
            return -ESRCH;
        }
        param.set(new SchedParam(Schedule.of(of).priority));
        return 0;
    }

    @Override
    @Support(FULL)
    public long sched_get_priority_max(Task task, int policy) {
        return switch (policy) {
            case SCHED_FIFO, SCHED_RR -> HIGHEST;
            case SCHED_NORMAL, SCHED_BATCH, SCHED_IDLE, SCHED_DEADLINE, SCHED_EXT -> 0;
            default -> -EINVAL;
        };
    }

    @Override
    @Support(FULL)
    public long sched_get_priority_min(Task task, int policy) {
        return Schedule.realTime(policy) ? 1 : sched_get_priority_max(task, policy);
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long sched_rr_get_interval(Task task, int pid, UserRef<Timespec> tp) {
        if (pid < 0) {
            return -EINVAL;
        }
        Task of = find(task, pid);
        if (of == null) {
            return -ESRCH;
        }
        int policy = Schedule.of(of).policy;
        tp.set(Timespec.ofNanos(policy == SCHED_RR ? RR_NANOS : policy == SCHED_FIFO ? 0 : FAIR_NANOS));
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long getpriority(Task task, int which, int who) {
        return niceness.get(task, which, who);
    }

    @Override
    @Support(value = PARTIAL, note = KEPT)
    public long setpriority(Task task, int which, int who, int prio) {
        return niceness.set(task, which, who, prio);
    }

    @Override
    @Support(value = PARTIAL, note = "tells the first processor that the caller asked for; node 0")
    public long getcpu(Task task, UserInt cpu, UserInt node, long tcache) {
        long[] processors = Schedule.of(task).processors;
        int word = 0;
        while (processors[word] == 0) {
            word++;
        }
        if (!cpu.isNull()) {
            cpu.set(64 * word + Long.numberOfTrailingZeros(processors[word]));
        }
        if (!node.isNull()) {
            node.set(0);
        }
        return 0;
    }
}
