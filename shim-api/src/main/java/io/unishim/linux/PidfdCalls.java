package io.unishim.linux;

import io.unishim.abi.Mman;
import io.unishim.abi.Sched;
import io.unishim.abi.Signals;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Signo;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserRef;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;

/** Processes by descriptors, which never come to mean another process; they are ready to be read when it has ended. */
@Calls("pidfd")
public interface PidfdCalls {
    /**
     * Makes a descriptor of a process; {@code execve(2)} closes it.
     *
     * @param pid the process, living or a zombie; with PIDFD_THREAD any task
     * @param flags PIDFD_NONBLOCK, PIDFD_THREAD
     * @return a descriptor. EINVAL: another flag, or a pid below 1; ESRCH: nobody has that id; ENOENT: it is that of a
     *     thread, not of a process; EMFILE: no descriptor is left (man 2 pidfd_open)
     */
    @Call(returns = Returns.FD)
    long pidfd_open(Task task, int pid, @Flags(value = Sched.class, prefix = "PIDFD_") int flags);

    /**
     * Sends a signal (man 2 pidfd_send_signal).
     *
     * @param pidfd a descriptor of a process or a thread, or of its directory in {@code /proc}; PIDFD_SELF_THREAD or
     *     PIDFD_SELF_THREAD_GROUP for the caller
     * @param sig 0 to 64; 0 is not sent, it asks whether one could be
     * @param info what it comes with, or NULL for what {@code kill(2)} says
     * @param flags 0 for whom the descriptor means, or one of PIDFD_SIGNAL_THREAD, PIDFD_SIGNAL_THREAD_GROUP,
     *     PIDFD_SIGNAL_PROCESS_GROUP (the group of that id)
     * @return 0. EBADF: no such descriptor; EINVAL: a bad signal, another flag, or several, or info is of another signal;
     *     EPERM: not permitted, or info pretends to come from the kernel; ESRCH: it has ended and was waited for; EFAULT: a
     *     bad address; EAGAIN: too many signals wait
     */
    @Call
    long pidfd_send_signal(
            Task task,
            @Fd int pidfd,
            @Signo int sig,
            UserRef<SigInfo> info,
            @Flags(value = Signals.class, prefix = "PIDFD_SIGNAL_") int flags);

    /**
     * Takes a descriptor from a process: the same open file description; {@code execve(2)} closes it.
     *
     * @param pidfd a descriptor of the process
     * @param targetfd its descriptor
     * @param flags 0
     * @return a descriptor. EBADF: no such descriptor here or there; EINVAL: a flag; EPERM: the caller may not trace the
     *     process; ESRCH: it has ended; EMFILE: no descriptor is left (man 2 pidfd_getfd)
     */
    @Call(returns = Returns.FD)
    long pidfd_getfd(Task task, @Fd int pidfd, int targetfd, @Unsigned int flags);

    /**
     * Gives advice on memory of a process (man 2 process_madvise).
     *
     * @param pidfd a descriptor of the process; PIDFD_SELF_THREAD or PIDFD_SELF_THREAD_GROUP for the caller
     * @param vector address of an array of {@code struct iovec} that name its memory
     * @param count how many, up to 1,024
     * @param advice as of {@code madvise(2)}; for another process MADV_COLD, MADV_PAGEOUT, MADV_WILLNEED or MADV_COLLAPSE
     * @param flags 0
     * @return the bytes advised; fewer than asked for if a range cannot be. EBADF: no such descriptor; EFAULT: a bad address;
     *     EINVAL: flags, too many elements, or an advice that is none, or none for others; EPERM: the process is not the
     *     caller's to look into, or another's without CAP_SYS_NICE; ESRCH: it has ended; and what {@code madvise(2)} answers
     */
    @Call(plainViewOnly = true)
    long process_madvise(
            Task task,
            @Fd int pidfd,
            @Address long vector,
            @Unsigned long count,
            @OneOf(value = Mman.class, prefix = "MADV_") int advice,
            @Unsigned int flags);

    /**
     * Takes the memory of a process that is being killed (man 2 process_mrelease): it is let go of by its end.
     *
     * @param pidfd a descriptor of the process
     * @param flags 0
     * @return 0. EBADF: no such descriptor; EINVAL: flags, or it is not being killed; ESRCH: it has ended
     */
    @Call
    long process_mrelease(Task task, @Fd int pidfd, @Unsigned int flags);
}
