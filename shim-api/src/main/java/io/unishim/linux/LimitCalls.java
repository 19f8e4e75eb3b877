package io.unishim.linux;

import io.unishim.abi.Resource;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserRef;
import io.unishim.struct.Rlimit;
import io.unishim.struct.Rusage;
import io.unishim.struct.Tms;
import io.unishim.task.Task;

/** How much a process may use and has used. */
@Calls("limits")
public interface LimitCalls {
    /**
     * Tells a limit of the caller's process (man 2 getrlimit).
     *
     * @param resource RLIMIT_*
     * @param rlim receives it
     * @return 0. EINVAL: no such resource; EFAULT: bad address
     */
    @Call
    long getrlimit(
            Task task, @OneOf(value = Resource.class, prefix = "RLIMIT_") int resource, @Out UserRef<Rlimit> rlim);

    /**
     * Sets a limit of the caller's process (man 2 setrlimit).
     *
     * @param resource RLIMIT_*
     * @param rlim the new one
     * @return 0. EINVAL: no such resource, or the soft limit is above the hard one; EPERM: a higher hard limit without
     *     CAP_SYS_RESOURCE, or RLIMIT_NOFILE above 1,048,576; EFAULT: bad address
     */
    @Call
    long setrlimit(Task task, @OneOf(value = Resource.class, prefix = "RLIMIT_") int resource, UserRef<Rlimit> rlim);

    /**
     * Tells and sets a limit of a process (man 2 prlimit).
     *
     * @param pid the process; 0 for the caller's
     * @param resource RLIMIT_*
     * @param new_limit the new one, or NULL
     * @param old_limit receives the previous one, or NULL
     * @return 0. ESRCH: no such process; EPERM: a process of another user, or as {@link #setrlimit}; EINVAL: as {@link
     *     #setrlimit}; EFAULT: bad address
     */
    @Call
    long prlimit64(
            Task task,
            int pid,
            @OneOf(value = Resource.class, prefix = "RLIMIT_") int resource,
            UserRef<Rlimit> new_limit,
            @Out @Optional UserRef<Rlimit> old_limit);

    /**
     * Tells what was used (man 2 getrusage).
     *
     * @param who RUSAGE_SELF, RUSAGE_CHILDREN or RUSAGE_THREAD
     * @param usage receives it
     * @return 0. EINVAL: a bad who; EFAULT: bad address
     */
    @Call
    long getrusage(Task task, @OneOf(value = Resource.class, prefix = "RUSAGE_") int who, @Out UserRef<Rusage> usage);

    /**
     * Tells processor times in ticks of 10 ms (man 2 times).
     *
     * @param buf receives them, or NULL
     * @return ticks since a moment in the past, which may look like an error. EFAULT: bad address
     */
    @Call(returns = Returns.LONG)
    long times(Task task, @Out UserRef<Tms> buf);
}
