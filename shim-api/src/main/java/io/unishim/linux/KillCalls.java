package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Signo;
import io.unishim.memory.UserRef;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;

/** Sending signals. Signal 0 is not sent; it asks whether one could be. */
@Calls("kill")
public interface KillCalls {
    /**
     * Sends a signal to processes (man 2 kill).
     *
     * @param pid a process; 0 for the caller's group; -1 for all but the first and the caller's; less than -1 for the
     *     group {@code -pid}
     * @param sig 0 to 64
     * @return 0. ESRCH: no such process; EPERM: none of them may be signalled by the caller; EINVAL: a bad signal
     */
    @Call
    long kill(Task task, int pid, @Signo int sig);

    /**
     * Sends a signal to a task (man 2 tkill).
     *
     * @param tid the task, 1 or more
     * @param sig 0 to 64
     * @return 0. ESRCH: no such task; EPERM: not permitted; EINVAL: a bad id or signal; EAGAIN: too many real-time signals
     *     wait
     */
    @Call
    long tkill(Task task, int tid, @Signo int sig);

    /**
     * Sends a signal to a task of a process (man 2 tgkill).
     *
     * @param tgid the process, 1 or more
     * @param tid the task, 1 or more
     * @param sig 0 to 64
     * @return 0. ESRCH: no such task in the process; EPERM: not permitted; EINVAL: a bad id or signal; EAGAIN: too many
     *     real-time signals wait
     */
    @Call
    long tgkill(Task task, int tgid, int tid, @Signo int sig);

    /**
     * Sends a signal with data to a process (man 2 rt_sigqueueinfo).
     *
     * @param tgid the process
     * @param sig 0 to 64
     * @param info the data; signo is set to sig. Code must be negative and not SI_TKILL unless the process is the caller's
     * @return 0. ESRCH: no such process; EPERM: not permitted, or such a code; EINVAL: a bad signal; EAGAIN: too many
     *     signals wait; EFAULT: bad address
     */
    @Call
    long rt_sigqueueinfo(Task task, int tgid, @Signo int sig, UserRef<SigInfo> info);

    /**
     * Sends a signal with data to a task (man 2 rt_tgsigqueueinfo).
     *
     * @param tgid the process, 1 or more
     * @param tid the task, 1 or more
     * @param sig 0 to 64
     * @param info the data; signo is set to sig. Code must be negative and not SI_TKILL unless the task is the caller
     * @return 0. ESRCH: no such task; EPERM: not permitted, or such a code; EINVAL: a bad id or signal; EAGAIN: too many
     *     signals wait; EFAULT: bad address
     */
    @Call
    long rt_tgsigqueueinfo(Task task, int tgid, int tid, @Signo int sig, UserRef<SigInfo> info);
}
