package io.unishim.linux;

import io.unishim.abi.Clocks;
import io.unishim.abi.Futex;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.task.Task;

/**
 * The calls that the operations of {@code futex(2)} became one by one, and waiting on several words. They have no man pages yet:
 * the sources are Linux's Documentation/userspace-api/futex2.rst and kernel/futex/syscalls.c.
 */
@Calls("futex2")
public interface Futex2Calls {
    /**
     * Waits on several words until one is woken (Linux 5.16).
     *
     * @param waiters address of an array of {@code struct futex_waitv}: what the word must hold, its address, FUTEX2_*, 0
     * @param nr_futexes how many, 1 to 128
     * @param flags 0
     * @param timeout a timespec's address, absolute; 0 for ever
     * @param clockid CLOCK_MONOTONIC or CLOCK_REALTIME; looked at if there is a timeout
     * @return the index of a word that was woken. EINVAL: no words or too many, flags that there are none of, a size other than
     *     32 bits, an address that is no multiple of 4, another clock, a bad time; EAGAIN: a word holds something else;
     *     ETIMEDOUT: too late; EINTR: a handler ran; EFAULT: bad address
     */
    @Call(returns = Returns.INT, blocks = true)
    long futex_waitv(
            Task task,
            @Address long waiters,
            int nr_futexes,
            int flags,
            @Address long timeout,
            @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid);

    /**
     * Wakes those who wait on a word (Linux 6.7).
     *
     * @param uaddr the word's address, a multiple of 4
     * @param mask waiters that share a bit of it, 32 bits
     * @param nr how many at most
     * @param flags FUTEX2_SIZE_U32, FUTEX2_PRIVATE
     * @return how many. EINVAL: an empty mask or one of more bits, flags that there are none of, a size other than 32 bits, an
     *     address that is no multiple of 4, or somebody there waits for a lock; EFAULT: bad address
     */
    @Call(returns = Returns.INT)
    long futex_wake(
            Task task,
            @Address long uaddr,
            long mask,
            int nr,
            @Flags(value = Futex.class, prefix = "FUTEX2_") int flags);

    /**
     * Waits on a word (Linux 6.7).
     *
     * @param uaddr the word's address, a multiple of 4
     * @param val what it must hold, 32 bits
     * @param mask wakers that share a bit of it, 32 bits
     * @param flags FUTEX2_SIZE_U32, FUTEX2_PRIVATE
     * @param timeout a timespec's address, absolute; 0 for ever
     * @param clockid CLOCK_MONOTONIC or CLOCK_REALTIME; looked at if there is a timeout
     * @return 0 if woken. EINVAL, EFAULT: as {@link #futex_wake}, and another clock or a bad time; EAGAIN: the word holds
     *     something else; ETIMEDOUT: too late; EINTR: a handler ran
     */
    @Call(returns = Returns.INT, blocks = true)
    long futex_wait(
            Task task,
            @Address long uaddr,
            long val,
            long mask,
            @Flags(value = Futex.class, prefix = "FUTEX2_") int flags,
            @Address long timeout,
            @OneOf(value = Clocks.class, prefix = "CLOCK_") int clockid);

    /**
     * Wakes some who wait on a word and moves others to a second word (Linux 6.7).
     *
     * @param waiters address of two {@code struct futex_waitv}: from where, with what the word must hold, and where to
     * @param flags 0
     * @param nr_wake how many to wake at most
     * @param nr_requeue how many to move at most
     * @return how many were woken and moved. EINVAL: as {@link #futex_waitv}, a negative count, or somebody there waits for a
     *     lock; EAGAIN: the first word holds something else; EFAULT: bad address
     */
    @Call(returns = Returns.INT)
    long futex_requeue(Task task, @Address long waiters, int flags, int nr_wake, int nr_requeue);
}
