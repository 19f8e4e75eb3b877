package io.unishim.linux;

import io.unishim.abi.Eventfd;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Counters to wait for (man 2 eventfd). */
@Calls("eventfd")
public interface EventfdCalls {
    /**
     * Makes a counter; the old call, without flags.
     *
     * @param initval where it begins
     * @return a descriptor; {@code -EMFILE} if the process has none left, {@code -ENFILE} if the system has none (man 2
     *     eventfd)
     */
    @Call(returns = Returns.FD)
    long eventfd(Task task, @Unsigned int initval);

    /**
     * Makes a counter. Writing 8 bytes adds to it, and waits where it would pass 2^64-2; reading 8 bytes takes all of it,
     * or 1 with EFD_SEMAPHORE, and waits while it is 0.
     *
     * @param initval where it begins
     * @param flags EFD_CLOEXEC, EFD_NONBLOCK, EFD_SEMAPHORE
     * @return a descriptor; {@code -EINVAL} for another flag, {@code -EMFILE} if the process has no descriptor left,
     *     {@code -ENFILE} if the system has none (man 2 eventfd)
     */
    @Call(returns = Returns.FD)
    long eventfd2(Task task, @Unsigned int initval, @Flags(value = Eventfd.class, prefix = "EFD_") int flags);
}
