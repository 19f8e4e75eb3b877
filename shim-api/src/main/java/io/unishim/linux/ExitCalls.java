package io.unishim.linux;

import io.unishim.abi.Wait;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.Rusage;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;

/** How tasks and processes end, and how a parent hears of it. */
@Calls("exit")
public interface ExitCalls {
    /**
     * Ends the calling task, and with the last task its process (man 2 exit). A program does not see the call return; a
     * task whose code is Java does, and makes no further call.
     *
     * @param status the low 8 bits are what the parent sees
     * @return 0; never fails
     */
    @Call(blocks = true)
    long exit(Task task, int status);

    /**
     * Ends all tasks of the caller's process, whatever they are doing (man 2 exit_group).
     *
     * @param status the low 8 bits are what the parent sees
     * @return 0; never fails
     */
    @Call(blocks = true)
    long exit_group(Task task, int status);

    /**
     * Waits for a child to end, to stop or to go on (man 2 wait4).
     *
     * @param pid which child: its id; -1 for any; 0 for any of the caller's process group; less than -1 for any of the
     *     group {@code -pid}
     * @param wstatus receives the child's status, see {@link Wait}; may be NULL
     * @param options WNOHANG, WUNTRACED, WCONTINUED
     * @param rusage receives what an ended child used; may be NULL
     * @return the child's id; 0 with WNOHANG if no child has anything to say. ECHILD: no such child, or children are not
     *     kept because SIGCHLD is ignored; EINTR: a signal's handler ran; EINVAL: unknown options; ESRCH: pid is -2^31;
     *     EFAULT: bad address
     */
    @Call(returns = Returns.INT, blocks = true)
    long wait4(
            Task task,
            int pid,
            @Out UserInt wstatus,
            @Flags(value = Wait.class, prefix = "W") int options,
            @Out @Optional UserRef<Rusage> rusage);

    /**
     * Waits for a child to change state, and tells how in a {@link SigInfo} (man 2 waitid).
     *
     * @param which P_ALL, P_PID or P_PGID
     * @param id of the process or group; 0 with P_PGID for the caller's own
     * @param infop receives signo SIGCHLD, the child's id and user, its status and CLD_*; zeros with WNOHANG if no child
     *     has anything to say; may be NULL
     * @param options one or more of WEXITED, WSTOPPED and WCONTINUED, and WNOHANG, WNOWAIT
     * @param rusage receives what an ended child used; may be NULL
     * @return 0. ECHILD: no such child; EINTR: a signal's handler ran; EINVAL: unknown which or options, none of the three
     *     options, or a bad id; EBADF: P_PIDFD with what is no descriptor of a process; EFAULT: bad address
     */
    @Call(blocks = true)
    long waitid(
            Task task,
            @OneOf(value = Wait.class, prefix = "P_") int which,
            int id,
            @Out UserRef<SigInfo> infop,
            @Flags(value = Wait.class, prefix = "W") int options,
            @Out @Optional UserRef<Rusage> rusage);
}
