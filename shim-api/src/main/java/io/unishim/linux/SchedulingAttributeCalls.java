package io.unishim.linux;

import io.unishim.abi.Resource;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Scheduling by a structure that grows, and priorities of input and output. */
@Calls("scheduling attributes")
public interface SchedulingAttributeCalls {
    /**
     * Sets policy and parameters of a task.
     *
     * @param pid the task; 0 for the caller
     * @param attr {@code struct sched_attr}: size, policy, flags, nice, priority, runtime, deadline, period, utilization
     * @param flags 0
     * @return 0. E2BIG: the structure's size is too small or too large, or has what is not known: its size becomes the known
     *     one; EBUSY: SCHED_DEADLINE, for the shim promises no time; EFAULT: a bad address; EINVAL: a bad pid, flag, policy,
     *     priority, or NULL; EOPNOTSUPP: a clamp of utilization; EPERM: not permitted; ESRCH: no such task (man 2
     *     sched_setattr)
     */
    long sched_setattr(Task task, int pid, @Address long attr, @Unsigned int flags);

    /**
     * Reads policy and parameters of a task.
     *
     * @param pid the task; 0 for the caller
     * @param attr receives {@code struct sched_attr}
     * @param size of it, 48 to 4,096 bytes
     * @param flags 0
     * @return 0. EFAULT: a bad address; EINVAL: a bad pid, size or flag, or NULL; ESRCH: no such task (man 2 sched_getattr)
     */
    long sched_getattr(Task task, int pid, @Address long attr, @Unsigned int size, @Unsigned int flags);

    /**
     * Sets the priority of input and output.
     *
     * @param which IOPRIO_WHO_PROCESS, IOPRIO_WHO_PGRP, IOPRIO_WHO_USER
     * @param who a task, group or user; 0 for the caller's
     * @param ioprio a class from bit 13 on, and a level of 0 to 7
     * @return 0. EINVAL: a bad which, class or level; EPERM: another user's task, or class RT without CAP_SYS_ADMIN or
     *     CAP_SYS_NICE; ESRCH: nobody matches (man 2 ioprio_set)
     */
    long ioprio_set(Task task, @OneOf(value = Resource.class, prefix = "IOPRIO_WHO_") int which, int who, int ioprio);

    /**
     * Reads the priority of input and output, the highest among several tasks.
     *
     * @param which IOPRIO_WHO_PROCESS, IOPRIO_WHO_PGRP, IOPRIO_WHO_USER
     * @param who a task, group or user; 0 for the caller's
     * @return class and level. EINVAL: a bad which; ESRCH: nobody matches (man 2 ioprio_get)
     */
    @Call(returns = Returns.INT)
    long ioprio_get(Task task, @OneOf(value = Resource.class, prefix = "IOPRIO_WHO_") int which, int who);
}
