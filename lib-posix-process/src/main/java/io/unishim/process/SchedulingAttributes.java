package io.unishim.process;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Sched.SCHED_DEADLINE;
import static io.unishim.abi.Sched.SCHED_FLAG_DL_OVERRUN;
import static io.unishim.abi.Sched.SCHED_FLAG_KEEP_PARAMS;
import static io.unishim.abi.Sched.SCHED_FLAG_KEEP_POLICY;
import static io.unishim.abi.Sched.SCHED_FLAG_RECLAIM;
import static io.unishim.abi.Sched.SCHED_FLAG_RESET_ON_FORK;
import static io.unishim.abi.Sched.SCHED_FLAG_UTIL_CLAMP_MAX;
import static io.unishim.abi.Sched.SCHED_FLAG_UTIL_CLAMP_MIN;
import static io.unishim.abi.Sched.SCHED_IDLE;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.abi.Resource;
import io.unishim.call.Support;
import io.unishim.linux.SchedulingAttributeCalls;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Scheduling by {@code struct sched_attr}, and priorities of input and output. */
final class SchedulingAttributes implements SchedulingAttributeCalls {
    /** The structure as it was first, and as it is. */
    private static final int FIRST_SIZE = 48;

    private static final int SIZE = 56;
    private static final int LARGEST = 4096;

    private static final int POLICY = 4;
    private static final int FLAGS = 8;
    private static final int NICE = 16;
    private static final int PRIORITY = 20;
    private static final int RUNTIME = 24;
    private static final int DEADLINE = 32;
    private static final int PERIOD = 40;

    private static final int CLAMP = SCHED_FLAG_UTIL_CLAMP_MIN | SCHED_FLAG_UTIL_CLAMP_MAX;
    private static final int KNOWN = SCHED_FLAG_RESET_ON_FORK
            | SCHED_FLAG_RECLAIM
            | SCHED_FLAG_DL_OVERRUN
            | SCHED_FLAG_KEEP_POLICY
            | SCHED_FLAG_KEEP_PARAMS
            | CLAMP;

    /** The shortest runtime that counts (the kernel's DL_SCALE). */
    private static final long SHORTEST = 1024;

    private final InputPriorities priorities = new InputPriorities();

    @Override
    @Support(
            value = PARTIAL,
            note =
                    "kept and told; no time is promised (SCHED_DEADLINE: EBUSY), utilization is not clamped (EOPNOTSUPP)")
    public long sched_setattr(Task task, int pid, long attr, int flags) {
        if (attr == 0 || pid < 0 || flags != 0) {
            return -EINVAL;
        }
        UserMemory memory = task.memory();
        int given = memory.getInt(attr);
        int size = given == 0 ? FIRST_SIZE : given;
        if (Integer.compareUnsigned(size, FIRST_SIZE) < 0 || Integer.compareUnsigned(size, LARGEST) > 0) {
            return tooBig(memory, attr);
        }
        byte[] bytes = new byte[Math.max(size, SIZE)];
        if (memory.read(attr, bytes, 0, size) != size) {
            return -EFAULT;
        }
        for (int i = SIZE; i < size; i++) {
            if (bytes[i] != 0) {
                return tooBig(memory, attr);
            }
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long wanted = in.getLong(FLAGS);
        if ((wanted & CLAMP) != 0 && size < SIZE || in.getInt(POLICY) < 0) {
            return -EINVAL;
        }
        Task of = pid == 0 ? task : task.shim().tasks().task(pid);
        return of == null ? -ESRCH : set(task, of, in, wanted);
    }

    private static long tooBig(UserMemory memory, long attr) {
        memory.putInt(attr, SIZE);
        return -E2BIG;
    }

    private static long set(Task task, Task of, ByteBuffer in, long wanted) {
        Schedule now = Schedule.of(of);
        boolean keepPolicy = (wanted & SCHED_FLAG_KEEP_POLICY) != 0;
        boolean keep = (wanted & SCHED_FLAG_KEEP_PARAMS) != 0;
        int policy = keepPolicy ? now.policy : in.getInt(POLICY);
        // Only what the present policy has is kept.
        boolean ofRealTime = Schedule.realTime(now.policy);
        int priority = keep && ofRealTime ? now.priority : in.getInt(PRIORITY);
        int nice = keep && !ofRealTime ? now.nice : Math.max(-20, Math.min(19, in.getInt(NICE)));
        boolean reset = keepPolicy ? now.resetOnFork : (wanted & SCHED_FLAG_RESET_ON_FORK) != 0;
        if (!SchedulingHandlers.known(policy) && policy != SCHED_DEADLINE || (wanted & ~KNOWN) != 0) {
            return -EINVAL;
        }
        boolean deadline = policy == SCHED_DEADLINE;
        if (deadline && !possible(in)
                || Integer.compareUnsigned(priority, SchedulingHandlers.HIGHEST) > 0
                || Schedule.realTime(policy) != (priority != 0)) {
            return -EINVAL;
        }
        // SCHED_IDLE has no nice value of its own.
        boolean fair = !deadline && !Schedule.realTime(policy) && policy != SCHED_IDLE;
        if (deadline && !SchedulingHandlers.trusted(task)
                || fair && !SchedulingHandlers.mayHaveNice(task, of, nice)
                || !SchedulingHandlers.permitted(task, of, now, policy, priority, reset)) {
            return -EPERM;
        }
        if ((wanted & CLAMP) != 0) {
            return -EOPNOTSUPP;
        }
        if (deadline) {
            return -EBUSY;
        }
        now.resetOnFork = reset;
        if (keep) {
            // As Linux has it: the policy stays, too.
            return 0;
        }
        now.policy = policy;
        now.priority = priority;
        if (fair) {
            now.nice = nice;
        }
        return 0;
    }

    /** The kernel's __checkparam_dl, without the limits that may be set. */
    private static boolean possible(ByteBuffer in) {
        long runtime = in.getLong(RUNTIME);
        long deadline = in.getLong(DEADLINE);
        long period = in.getLong(PERIOD) == 0 ? deadline : in.getLong(PERIOD);
        return deadline != 0
                && Long.compareUnsigned(runtime, SHORTEST) >= 0
                && deadline > 0
                && period > 0
                && period >= deadline
                && Long.compareUnsigned(deadline, runtime) >= 0;
    }

    @Override
    @Support(value = PARTIAL, note = "kept and told; tells no runtime of policies without one")
    public long sched_getattr(Task task, int pid, long attr, int size, int flags) {
        if (attr == 0
                || pid < 0
                || Integer.compareUnsigned(size, LARGEST) > 0
                || Integer.compareUnsigned(size, FIRST_SIZE) < 0
                || flags != 0) {
            return -EINVAL;
        }
        Task of = pid == 0 ? task : task.shim().tasks().task(pid);
        if (of == null) {
            return -ESRCH;
        }
        Schedule now = Schedule.of(of);
        byte[] bytes = new byte[size];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, Math.min(size, SIZE));
        out.putInt(POLICY, now.policy);
        out.putLong(FLAGS, now.resetOnFork ? SCHED_FLAG_RESET_ON_FORK : 0);
        if (Schedule.realTime(now.policy)) {
            out.putInt(PRIORITY, now.priority);
        } else {
            out.putInt(NICE, now.nice);
        }
        task.memory().writeFully(attr, bytes);
        return 0;
    }

    private static final String UNUSED = "kept and told; nothing is read or written earlier for it";

    @Override
    @Support(value = PARTIAL, note = UNUSED)
    public long ioprio_set(Task task, int which, int who, int ioprio) {
        return priorities.set(task, which, who, ioprio);
    }

    @Override
    @Support(value = PARTIAL, note = UNUSED)
    public long ioprio_get(Task task, int which, int who) {
        return which < Resource.IOPRIO_WHO_PROCESS || which > Resource.IOPRIO_WHO_USER
                ? -EINVAL
                : priorities.get(task, which, who);
    }
}
