package io.unishim.linux;

import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Optional;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** Asynchronous input and output: requests of which events tell the end (man 7 aio speaks of the C library's, made of threads). */
@Calls("asynchronous input and output")
public interface AioCalls {
    /**
     * Makes a context.
     *
     * @param nr_events how many requests it is to hold at least
     * @param ctx_idp holds 0; receives the context, an address in the caller's memory
     * @return 0. EAGAIN: more than /proc/sys/fs/aio-max-nr in all; EFAULT: a bad address; EINVAL: no request or far too many,
     *     or not 0 before; ENOMEM: no memory for it (man 2 io_setup)
     */
    long io_setup(Task task, @Unsigned int nr_events, UserLong ctx_idp);

    /**
     * Removes a context; what waits there is cancelled.
     *
     * @param ctx_id the context
     * @return 0. EINVAL: no context of the caller's (man 2 io_destroy)
     */
    long io_destroy(Task task, @Address long ctx_id);

    /**
     * Submits requests.
     *
     * @param ctx_id the context
     * @param nr how many
     * @param iocbpp addresses of as many {@code struct iocb}
     * @return how many were taken, at least one. EAGAIN: the context is full; EBADF: no such descriptor, or not open for that;
     *     EFAULT: a bad address; EINVAL: no context, fewer than 0 requests, or a request that cannot be; EOPNOTSUPP: flags
     *     that are not known; EPERM: a priority that is not the caller's to choose (man 2 io_submit)
     */
    @Call(returns = Returns.INT, blocks = true)
    long io_submit(Task task, @Address long ctx_id, long nr, @Address long iocbpp);

    /**
     * Cancels a request that waits: its event comes as of one that has ended.
     *
     * @param ctx_id the context
     * @param iocb the address that was submitted
     * @param result not used any more
     * @return never 0. EFAULT: a bad address; EINPROGRESS: the event comes; EINVAL: no context, or nothing there waits (man 2
     *     io_cancel)
     */
    long io_cancel(Task task, @Address long ctx_id, @Address long iocb, @Address long result);

    /**
     * Takes events, and waits for as many as are wanted.
     *
     * @param ctx_id the context
     * @param min_nr how many to wait for
     * @param nr how many there is room for
     * @param events receives them, {@code struct io_event} each
     * @param timeout how long to wait at most; NULL for ever
     * @return how many there were. EFAULT: a bad address; EINTR: a signal came first; EINVAL: no context, or min_nr is negative
     *     or more than nr (man 2 io_getevents)
     */
    @Call(returns = Returns.INT, blocks = true)
    long io_getevents(
            Task task,
            @Address long ctx_id,
            long min_nr,
            long nr,
            @Address long events,
            @Optional UserRef<Timespec> timeout);

    /**
     * As {@link #io_getevents}, with another signal mask in the meantime.
     *
     * @param ctx_id the context
     * @param min_nr how many to wait for
     * @param nr how many there is room for
     * @param events receives them
     * @param timeout how long to wait at most; NULL for ever
     * @param usig the address of a mask and of the mask's size, 8; NULL keeps the mask
     * @return as io_getevents; EINVAL also for another size (man 2 io_pgetevents)
     */
    @Call(returns = Returns.INT, blocks = true)
    long io_pgetevents(
            Task task,
            @Address long ctx_id,
            long min_nr,
            long nr,
            @Address long events,
            UserRef<Timespec> timeout,
            @Optional @Address long usig);
}
