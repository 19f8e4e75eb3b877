package io.unishim.linux;

import io.unishim.abi.Futex;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Sleeping on a word of memory, and waking those who do. */
@Calls("futex")
public interface FutexCalls {
    /**
     * Waits on a 32-bit word, or wakes those who wait (man 2 futex).
     *
     * @param uaddr the word's address, a multiple of 4
     * @param futex_op FUTEX_WAIT, FUTEX_WAKE, ... with FUTEX_PRIVATE_FLAG or FUTEX_CLOCK_REALTIME
     * @param val what the word must hold to wait, or how many to wake
     * @param timeout a timespec's address, 0 for ever: relative for FUTEX_WAIT, else absolute; or, as a number, how many
     *     waiters of a second kind to wake or to move
     * @param uaddr2 a second word's address
     * @param val3 a mask that waiters and wakers must share a bit of, or what FUTEX_CMP_REQUEUE compares, or FUTEX_OP(...)
     * @return 0 if woken, or how many were woken (and moved). EAGAIN: the word holds something else, or a lock is held;
     *     ETIMEDOUT: too late; EINTR: a handler ran; EINVAL: an address that is no multiple of 4, a bad time, an empty mask,
     *     a negative count, or a word that contradicts the waiters; EFAULT: bad address; EDEADLK: the caller holds the lock;
     *     EPERM: the caller does not hold it; ESRCH: no task is of the id that holds it; ENOSYS: unknown operation
     */
    @Call(returns = Returns.INT, blocks = true)
    long futex(
            Task task,
            @Address long uaddr,
            @OneOf(value = Futex.class, prefix = "FUTEX_") int futex_op,
            @Unsigned int val,
            @Address long timeout,
            @Address long uaddr2,
            @Unsigned int val3);
}
