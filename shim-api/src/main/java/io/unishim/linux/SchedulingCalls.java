package io.unishim.linux;

import io.unishim.abi.Resource;
import io.unishim.abi.Sched;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.SchedParam;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** Who runs when and where. The JVM's threads are scheduled by the host: settings are kept and told, not enforced. */
@Calls("scheduling")
public interface SchedulingCalls {
    /**
     * Lets others run (man 2 sched_yield).
     *
     * @return 0; never fails
     */
    @Call
    long sched_yield(Task task);

    /**
     * Tells a task's processors (man 2 sched_getaffinity).
     *
     * @param pid the task; 0 for the caller
     * @param cpusetsize bytes of mask, a multiple of 8 with room for all processors
     * @param mask receives one bit a processor
     * @return the bytes written. EINVAL: a bad size; ESRCH: no such task; EFAULT: bad address
     */
    @Call(returns = Returns.INT)
    long sched_getaffinity(Task task, int pid, @Unsigned int cpusetsize, @Address long mask);

    /**
     * Sets a task's processors (man 2 sched_setaffinity).
     *
     * @param pid the task; 0 for the caller
     * @param cpusetsize bytes of mask
     * @param mask one bit a processor
     * @return 0. EINVAL: none of the processors exists; ESRCH: no such task; EPERM: a task of another user; EFAULT: bad
     *     address
     */
    @Call
    long sched_setaffinity(Task task, int pid, @Unsigned int cpusetsize, @Address long mask);

    /**
     * Tells a task's policy (man 2 sched_getscheduler).
     *
     * @param pid the task; 0 for the caller
     * @return SCHED_*. EINVAL: a negative pid; ESRCH: no such task
     */
    @Call(returns = Returns.INT)
    long sched_getscheduler(Task task, int pid);

    /**
     * Sets a task's policy and priority (man 2 sched_setscheduler).
     *
     * @param pid the task; 0 for the caller
     * @param policy SCHED_*, with SCHED_RESET_ON_FORK
     * @param param the priority
     * @return 0. EINVAL: a bad pid, policy or priority; ESRCH: no such task; EPERM: a real-time policy without CAP_SYS_NICE,
     *     or a task of another user; EFAULT: bad address
     */
    @Call
    long sched_setscheduler(
            Task task, int pid, @OneOf(value = Sched.class, prefix = "SCHED_") int policy, UserRef<SchedParam> param);

    /**
     * Tells a task's priority (man 2 sched_getparam).
     *
     * @param pid the task; 0 for the caller
     * @param param receives it
     * @return 0. EINVAL: a negative pid or NULL; ESRCH: no such task; EFAULT: bad address
     */
    @Call
    long sched_getparam(Task task, int pid, @Out UserRef<SchedParam> param);

    /**
     * Sets a task's priority (man 2 sched_setparam).
     *
     * @param pid the task; 0 for the caller
     * @param param the priority
     * @return 0. EINVAL: a bad pid or priority; ESRCH: no such task; EPERM: not permitted; EFAULT: bad address
     */
    @Call
    long sched_setparam(Task task, int pid, UserRef<SchedParam> param);

    /**
     * The highest priority of a policy (man 2 sched_get_priority_max).
     *
     * @param policy SCHED_*
     * @return 99 for real-time policies, else 0. EINVAL: no such policy
     */
    @Call(returns = Returns.INT)
    long sched_get_priority_max(Task task, @OneOf(value = Sched.class, prefix = "SCHED_") int policy);

    /**
     * The lowest priority of a policy (man 2 sched_get_priority_min).
     *
     * @param policy SCHED_*
     * @return 1 for real-time policies, else 0. EINVAL: no such policy
     */
    @Call(returns = Returns.INT)
    long sched_get_priority_min(Task task, @OneOf(value = Sched.class, prefix = "SCHED_") int policy);

    /**
     * Tells how long a task runs before others of its priority do (man 2 sched_rr_get_interval).
     *
     * @param pid the task; 0 for the caller
     * @param tp receives it
     * @return 0. EINVAL: a negative pid; ESRCH: no such task; EFAULT: bad address
     */
    @Call
    long sched_rr_get_interval(Task task, int pid, @Out UserRef<Timespec> tp);

    /**
     * Tells the best priority among tasks (man 2 getpriority), as the kernel has it: 20 less the nice value.
     *
     * @param which PRIO_PROCESS, PRIO_PGRP or PRIO_USER
     * @param who a task, group or user; 0 for the caller's
     * @return 1, the nicest, to 40. EINVAL: a bad which; ESRCH: nobody matches
     */
    @Call(returns = Returns.INT)
    long getpriority(Task task, @OneOf(value = Resource.class, prefix = "PRIO_") int which, int who);

    /**
     * Sets the nice value of tasks (man 2 setpriority).
     *
     * @param which PRIO_PROCESS, PRIO_PGRP or PRIO_USER
     * @param who a task, group or user; 0 for the caller's
     * @param prio -20 to 19, the nicest; others are taken for the nearest of these
     * @return 0. EINVAL: a bad which; ESRCH: nobody matches; EACCES: a lower value without CAP_SYS_NICE; EPERM: a task of
     *     another user
     */
    @Call
    long setpriority(Task task, @OneOf(value = Resource.class, prefix = "PRIO_") int which, int who, int prio);

    /**
     * Tells where the caller runs (man 2 getcpu).
     *
     * @param cpu receives the processor, or NULL
     * @param node receives the memory node, or NULL
     * @param tcache unused
     * @return 0. EFAULT: bad address
     */
    @Call
    long getcpu(Task task, @Out UserInt cpu, @Out UserInt node, @Address long tcache);
}
