package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Sched;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Descriptors, their flags and their locks. */
@Calls("descriptors")
public interface DescriptorCalls {
    /**
     * Has the caller share no longer what it shares with other processes.
     *
     * @param flags CLONE_FILES: its descriptors; CLONE_FS: working directory, root and umask; CLONE_SYSVSEM; CLONE_VM,
     *     CLONE_SIGHAND and CLONE_THREAD, where there is but one thread; CLONE_NEW*, of which there are none
     * @return 0; {@code -EINVAL} for an unknown flag, a namespace, or several threads; {@code -EPERM} for a namespace other
     *     than CLONE_NEWUSER without CAP_SYS_ADMIN (man 2 unshare)
     */
    @Call
    long unshare(Task task, @Flags(value = Sched.class, prefix = "CLONE_") long flags);

    /**
     * Makes another descriptor of the same description.
     *
     * @param oldfd descriptor
     * @return the lowest free descriptor; {@code -EBADF} if it is not open; {@code -EMFILE} (man 2 dup)
     */
    @Call(returns = Returns.FD)
    long dup(Task task, @Fd int oldfd);

    /**
     * Makes a given descriptor stand for the same description, closing what it was.
     *
     * @param oldfd descriptor
     * @param newfd the number to use; nothing happens if it is {@code oldfd}
     * @return {@code newfd}; {@code -EBADF} if {@code oldfd} is not open or {@code newfd} is out of range (man 2
     *     dup2)
     */
    @Call(returns = Returns.FD)
    long dup2(Task task, @Fd int oldfd, @Fd int newfd);

    /**
     * As dup2, with close-on-exec.
     *
     * @param oldfd descriptor
     * @param newfd the number to use
     * @param flags 0 or O_CLOEXEC
     * @return {@code newfd}; {@code -EBADF}; {@code -EINVAL} for other flags or if both are the same (man 2 dup3)
     */
    @Call(returns = Returns.FD)
    long dup3(Task task, @Fd int oldfd, @Fd int newfd, @Flags(value = Fcntl.class, prefix = "O_") int flags);

    /**
     * Does one of many things to a descriptor.
     *
     * @param fd descriptor
     * @param cmd F_*
     * @param arg a number or an address, as the command says
     * @return what the command says; {@code -EACCES}, {@code -EAGAIN} if a lock is held by another; {@code -EBADF} if
     *     it is not open; {@code -EDEADLK} if waiting for a lock would never end; {@code -EFAULT}; {@code -EINTR};
     *     {@code -EINVAL} for an unknown command or argument; {@code -EMFILE}; {@code -EPERM} for O_NOATIME on the
     *     file of somebody else or a sealed memfd; {@code -EOVERFLOW} for a range past the largest (man 2 fcntl)
     */
    @Call(returns = Returns.LONG, blocks = true)
    long fcntl(Task task, @Fd int fd, @OneOf(value = Fcntl.class, prefix = "F_") int cmd, @Address long arg);

    /**
     * Locks a whole file for an open file description.
     *
     * @param fd descriptor
     * @param operation LOCK_SH, LOCK_EX or LOCK_UN, with LOCK_NB not to wait
     * @return 0; {@code -EBADF} if it is not open; {@code -EINTR}; {@code -EINVAL} for another operation; {@code
     *     -EWOULDBLOCK} with LOCK_NB (man 2 flock)
     */
    @Call(blocks = true)
    long flock(Task task, @Fd int fd, @Flags(value = Fcntl.class, prefix = "LOCK_") int operation);

    /**
     * Does what only some kinds of files can.
     *
     * @param fd descriptor
     * @param request what to do
     * @param argp a number or an address, as the request says
     * @return what the request says, mostly 0; {@code -EBADF} if it is not open; {@code -EFAULT}; {@code -EINVAL} for
     *     a bad argument; {@code -ENOTTY} for a request that the file does not know (man 2 ioctl)
     */
    @Call(returns = Returns.LONG, blocks = true)
    long ioctl(Task task, @Fd int fd, @Unsigned int request, @Address long argp);
}
