package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Returns;
import io.unishim.task.Task;

/** Process groups and sessions. */
@Calls("groups of processes")
public interface GroupCalls {
    /**
     * A process's group (man 2 getpgid).
     *
     * @param pid the process; 0 for the caller
     * @return the group's id. ESRCH: no such process
     */
    @Call(returns = Returns.INT)
    long getpgid(Task task, int pid);

    /**
     * Puts a process into a group of the same session (man 2 setpgid).
     *
     * @param pid the caller or a child of it; 0 for the caller
     * @param pgid the group; 0 or pid for a new one
     * @return 0. EINVAL: pgid is negative; ESRCH: pid is neither the caller nor a child; EACCES: the child has called
     *     execve; EPERM: the process leads a session or is in another one, or the group is not in its session
     */
    @Call
    long setpgid(Task task, int pid, int pgid);

    /**
     * The caller's process group (man 2 getpgrp).
     *
     * @return the group's id; never fails
     */
    @Call(returns = Returns.INT)
    long getpgrp(Task task);

    /**
     * Makes a session and a group with the caller in them (man 2 setsid).
     *
     * @return the session's id. EPERM: there is a group of the caller's id already
     */
    @Call(returns = Returns.INT)
    long setsid(Task task);

    /**
     * A process's session (man 2 getsid).
     *
     * @param pid the process; 0 for the caller
     * @return the session's id. ESRCH: no such process
     */
    @Call(returns = Returns.INT)
    long getsid(Task task, int pid);
}
