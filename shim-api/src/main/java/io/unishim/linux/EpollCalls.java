package io.unishim.linux;

import io.unishim.abi.Epoll;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** Waiting for many descriptors at once (man 7 epoll). */
@Calls("epoll")
public interface EpollCalls {
    /**
     * Makes an epoll instance; the old call, without flags.
     *
     * @param size more than 0; otherwise without meaning
     * @return a descriptor; {@code -EINVAL} if size is not positive, {@code -EMFILE} if the process has no descriptor left
     *     (man 2 epoll_create)
     */
    @Call(returns = Returns.FD)
    long epoll_create(Task task, int size);

    /**
     * Makes an epoll instance.
     *
     * @param flags EPOLL_CLOEXEC or 0
     * @return a descriptor; {@code -EINVAL} for another flag, {@code -EMFILE} if the process has no descriptor left (man 2
     *     epoll_create)
     */
    @Call(returns = Returns.FD)
    long epoll_create1(Task task, @Flags(value = Epoll.class, prefix = "EPOLL_C") int flags);

    /**
     * Adds, changes or removes a descriptor that an instance watches.
     *
     * @param epfd the instance
     * @param op EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL
     * @param fd what to watch
     * @param event which events, and the 64 bits that come with them; not read by EPOLL_CTL_DEL
     * @return 0; {@code -EFAULT} if event cannot be read, {@code -EBADF} if epfd or fd is not open, {@code -EPERM} if fd
     *     cannot be waited for (a regular file, a directory), {@code -EINVAL} if epfd is no instance, or is fd, or op is
     *     none of the three, or EPOLLEXCLUSIVE stands where it must not, {@code -EEXIST} if fd is watched already, {@code
     *     -ENOENT} if it is not, {@code -ELOOP} if instances would watch each other in a circle or more than five deep,
     *     {@code -ENOMEM}, {@code -ENOSPC} past the user's limit (man 2 epoll_ctl)
     */
    @Call
    long epoll_ctl(
            Task task,
            @Fd int epfd,
            @OneOf(value = Epoll.class, prefix = "EPOLL_CTL_") int op,
            @Fd int fd,
            @Optional UserRef<EpollEvent> event);

    /**
     * Waits for events.
     *
     * @param epfd the instance
     * @param events room for the events
     * @param timeout milliseconds; 0 does not wait, negative waits without limit
     * @return the number of events, 0 past the timeout; {@code -EBADF} if epfd is not open, {@code -EINVAL} if it is no
     *     instance or there is not room for 1 to 178,956,970 events, {@code -EFAULT} if they cannot be written, {@code
     *     -EINTR} for a signal (man 2 epoll_wait)
     */
    @Call(returns = Returns.INT, blocks = true)
    long epoll_wait(Task task, @Fd int epfd, @Out UserArray<EpollEvent> events, int timeout);

    /**
     * Waits for events, with another signal mask in the meantime.
     *
     * @param epfd the instance
     * @param events room for the events
     * @param timeout milliseconds; 0 does not wait, negative waits without limit
     * @param sigmask the signals to block while waiting; NULL changes none
     * @param sigsetsize 8
     * @return as {@link #epoll_wait}; {@code -EINVAL} for another sigsetsize, {@code -EFAULT} if sigmask cannot be read
     *     (man 2 epoll_pwait)
     */
    @Call(returns = Returns.INT, blocks = true)
    long epoll_pwait(
            Task task, @Fd int epfd, @Out UserArray<EpollEvent> events, int timeout, UserLong sigmask, long sigsetsize);

    /**
     * As {@link #epoll_pwait}, with a timeout in nanoseconds.
     *
     * @param epfd the instance
     * @param events room for the events
     * @param timeout how long to wait; NULL waits without limit
     * @param sigmask the signals to block while waiting; NULL changes none
     * @param sigsetsize 8
     * @return as {@link #epoll_pwait}; {@code -EINVAL} for a timeout that is negative or not normal, {@code -EFAULT} if it
     *     cannot be read (man 2 epoll_pwait2)
     */
    @Call(returns = Returns.INT, blocks = true)
    long epoll_pwait2(
            Task task,
            @Fd int epfd,
            @Out UserArray<EpollEvent> events,
            UserRef<Timespec> timeout,
            UserLong sigmask,
            long sigsetsize);
}
