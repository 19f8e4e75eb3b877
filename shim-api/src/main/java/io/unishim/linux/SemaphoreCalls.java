package io.unishim.linux;

import io.unishim.abi.Ipc;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserRef;
import io.unishim.struct.Sembuf;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** Sets of semaphores that processes share by a key (man 7 sysvipc). */
@Calls("semaphores")
public interface SemaphoreCalls {
    /**
     * Finds a set, or makes one whose values are 0.
     *
     * @param key names it; IPC_PRIVATE for a new one
     * @param nsems how many semaphores; of one that exists at most what it has
     * @param semflg permission bits, IPC_CREAT, IPC_EXCL
     * @return its id. EACCES: one exists, and the permissions do not allow what semflg asks for; EEXIST: one exists, with
     *     IPC_CREAT and IPC_EXCL; EINVAL: nsems is 0 for a new one, negative, above SEMMSL, or above that of the one that
     *     exists; ENOENT: none exists, without IPC_CREAT; ENOSPC: too many sets or semaphores (man 2 semget)
     */
    @Call(returns = Returns.INT)
    long semget(Task task, int key, int nsems, @Flags(value = Ipc.class, prefix = "IPC_") int semflg);

    /**
     * Does operations on a set, all or none, and waits until all can be done.
     *
     * @param semid its id
     * @param sops the operations, at most SEMOPM
     * @return 0. E2BIG: too many operations; EACCES: not permitted; EAGAIN: it would have to wait, with IPC_NOWAIT; EFAULT: a
     *     bad address; EFBIG: no semaphore of that number; EIDRM: it was removed meanwhile; EINTR: a signal; EINVAL: a bad id, or no
     *     operation; ENOMEM: no room for SEM_UNDO; ERANGE: a value or an adjustment above 32,767 (man 2 semop)
     */
    @Call(blocks = true)
    long semop(Task task, int semid, UserArray<Sembuf> sops);

    /**
     * As {@link #semop}, for a time at most.
     *
     * @param semid its id
     * @param sops the operations
     * @param timeout how long to wait; NULL without limit
     * @return as {@link #semop}; EAGAIN also past the timeout; EINVAL also for a timeout that is negative or not normal (man 2
     *     semtimedop)
     */
    @Call(blocks = true)
    long semtimedop(Task task, int semid, UserArray<Sembuf> sops, UserRef<Timespec> timeout);

    /**
     * Tells about sets, and changes or removes them.
     *
     * @param semid its id; its index for SEM_STAT and SEM_STAT_ANY; of no meaning for IPC_INFO and SEM_INFO
     * @param semnum which semaphore, for GETVAL, SETVAL, GETPID, GETNCNT and GETZCNT
     * @param op those, GETALL, SETALL, IPC_STAT, IPC_SET, IPC_RMID, IPC_INFO, SEM_INFO, SEM_STAT, SEM_STAT_ANY
     * @param arg the value for SETVAL; the address of 16-bit values for GETALL and SETALL, of {@link
     *     io.unishim.struct.SemidDs}, or of {@link io.unishim.struct.Seminfo} for IPC_INFO and SEM_INFO
     * @return 0; what a GET op asks for; the highest index in use for IPC_INFO and SEM_INFO; the id for SEM_STAT and
     *     SEM_STAT_ANY. EACCES: not permitted; EFAULT: a bad address; EINVAL: a bad id, index,
     *     semaphore, op, or owner; EPERM: neither owner nor maker, nor CAP_SYS_ADMIN; ERANGE: a value that is negative or
     *     above 32,767 (man 2 semctl)
     */
    @Call(returns = Returns.INT)
    long semctl(Task task, int semid, int semnum, @OneOf(value = Ipc.class, prefix = "IPC_") int op, @Address long arg);
}
