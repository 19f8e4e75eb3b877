package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Returns;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.PollFd;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.task.Task;

/** Waiting for a few descriptors (man 2 poll, man 2 select). */
@Calls("poll")
public interface PollCalls {
    /**
     * Waits for events on descriptors.
     *
     * @param fds descriptors and the events that interest; a negative descriptor is skipped. The call fills what happened
     * @param timeout milliseconds; 0 does not wait, negative waits without limit
     * @return how many of them have something to tell, 0 past the timeout; {@code -EFAULT} if fds cannot be read or
     *     written, {@code -EINVAL} for more of them than RLIMIT_NOFILE, {@code -EINTR} for a signal, {@code -ENOMEM} (man
     *     2 poll)
     */
    @Call(returns = Returns.INT, blocks = true)
    long poll(Task task, UserArray<PollFd> fds, int timeout);

    /**
     * As {@link #poll}, with a timeout in nanoseconds and another signal mask in the meantime.
     *
     * @param fds descriptors and the events that interest
     * @param timeout how long to wait, NULL for no limit; the kernel's call writes back what is left
     * @param sigmask the signals to block while waiting; NULL changes none
     * @param sigsetsize 8
     * @return as {@link #poll}; {@code -EINVAL} for a timeout that is negative or not normal or another sigsetsize, {@code
     *     -EFAULT} if one of them cannot be read (man 2 ppoll)
     */
    @Call(returns = Returns.INT, blocks = true)
    long ppoll(Task task, UserArray<PollFd> fds, UserRef<Timespec> timeout, UserLong sigmask, long sigsetsize);

    /**
     * Waits for descriptors named by bits: bit n of word n/64 stands for descriptor n.
     *
     * @param nfds the highest descriptor in the sets plus 1
     * @param readfds to be read from, NULL for none; the call leaves those that can be
     * @param writefds to be written to
     * @param exceptfds with something urgent
     * @param timeout how long to wait, NULL for no limit; the call writes back what is left
     * @return the number of bits in the three sets, 0 past the timeout; {@code -EBADF} if a descriptor is not open, {@code
     *     -EINVAL} if nfds or the timeout is negative, {@code -EFAULT} if something cannot be read or written, {@code
     *     -EINTR} for a signal, {@code -ENOMEM} (man 2 select)
     */
    @Call(returns = Returns.INT, blocks = true)
    long select(Task task, int nfds, UserLong readfds, UserLong writefds, UserLong exceptfds, UserRef<Timeval> timeout);

    /**
     * As {@link #select}, with a timeout in nanoseconds and another signal mask in the meantime.
     *
     * @param nfds the highest descriptor in the sets plus 1
     * @param readfds to be read from, NULL for none; the call leaves those that can be
     * @param writefds to be written to
     * @param exceptfds with something urgent
     * @param timeout how long to wait, NULL for no limit; the call writes back what is left
     * @param sigmask two words: the address of the signals to block while waiting (0 changes none), and 8, the set's size;
     *     NULL changes none
     * @return as {@link #select}; {@code -EINVAL} for another size than 8, {@code -EFAULT} if sigmask cannot be read (man 2
     *     pselect)
     */
    @Call(returns = Returns.INT, blocks = true)
    long pselect6(
            Task task,
            int nfds,
            UserLong readfds,
            UserLong writefds,
            UserLong exceptfds,
            UserRef<Timespec> timeout,
            UserLong sigmask);
}
