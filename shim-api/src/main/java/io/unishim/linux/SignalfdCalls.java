package io.unishim.linux;

import io.unishim.abi.Signals;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Returns;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** Signals that are read from a descriptor (man 2 signalfd); the caller blocks them, so that no handler takes them. */
@Calls("signalfd")
public interface SignalfdCalls {
    /**
     * Makes a descriptor for signals, or changes which it is for; the old call, without flags.
     *
     * @param fd -1, or a descriptor of this kind to change
     * @param mask the signals, bit n-1 for signal n; SIGKILL and SIGSTOP are left out
     * @param sizemask bytes of a set: 8
     * @return the descriptor; {@code -EINVAL}, {@code -EFAULT}, {@code -EBADF} and {@code -EMFILE} as of {@link #signalfd4}
     *     (man 2 signalfd)
     */
    @Call(returns = Returns.FD)
    long signalfd(Task task, @Fd int fd, UserLong mask, long sizemask);

    /**
     * Makes a descriptor for signals, or changes which it is for. {@code read(2)} takes as many signals that wait for the
     * reading task or its process as fit, 128 bytes each, and waits for the first; {@code -EINVAL} if none fits.
     *
     * @param fd -1, or a descriptor of this kind to change
     * @param mask the signals, bit n-1 for signal n; SIGKILL and SIGSTOP are left out
     * @param sizemask bytes of a set: 8
     * @param flags SFD_CLOEXEC, SFD_NONBLOCK; of no effect on a descriptor that is there
     * @return the descriptor; {@code -EINVAL} for another flag or size, or if fd is not of this kind; {@code -EFAULT} for a
     *     bad address; {@code -EBADF} if fd is not open; {@code -EMFILE} if the process has no descriptor left (man 2
     *     signalfd)
     */
    @Call(returns = Returns.FD)
    long signalfd4(
            Task task,
            @Fd int fd,
            UserLong mask,
            long sizemask,
            @Flags(value = Signals.class, prefix = "SFD_") int flags);
}
