package io.unishim.linux;

import io.unishim.abi.Ipc;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Memory that processes share by a key (man 7 sysvipc). */
@Calls("shared memory")
public interface SharedMemoryCalls {
    /**
     * Finds a segment, or makes one of zeros.
     *
     * @param key names it; IPC_PRIVATE for a new one
     * @param size bytes; of one that exists at most what it has
     * @param shmflg permission bits, IPC_CREAT, IPC_EXCL, SHM_NORESERVE
     * @return its id. EACCES: one exists, and the permissions do not allow what shmflg asks for; EEXIST: one exists, with
     *     IPC_CREAT and IPC_EXCL; EINVAL: a size of 0, above SHMMAX, or above that of the one that exists; ENOENT: none
     *     exists, without IPC_CREAT; ENOMEM: SHM_HUGETLB, for there are no huge pages; EPERM: SHM_HUGETLB without
     *     CAP_IPC_LOCK; ENOSPC: too many segments or pages (man 2 shmget)
     */
    @Call(returns = Returns.INT)
    long shmget(Task task, int key, @Unsigned long size, @Flags(value = Ipc.class, prefix = "IPC_") int shmflg);

    /**
     * Attaches a segment to the caller's memory. For a process whose code is Java that is {@link Task#memory()}: the bytes
     * are those that programs see, and the kernel chooses the address.
     *
     * @param shmid its id
     * @param shmaddr where; NULL lets the kernel choose
     * @param shmflg SHM_RDONLY, SHM_EXEC, SHM_RND to round shmaddr down, SHM_REMAP to replace what is there
     * @return the address of its first byte. EACCES: not permitted; EINVAL:
     *     a bad id, an address that is no multiple of SHMLBA (4,096) without SHM_RND, where something is mapped without
     *     SHM_REMAP, or NULL with SHM_REMAP; ENOMEM: no room (man 2 shmat)
     */
    @Call(returns = Returns.ADDRESS)
    long shmat(Task task, int shmid, @Address long shmaddr, @Flags(value = Ipc.class, prefix = "SHM_") int shmflg);

    /**
     * Detaches a segment.
     *
     * @param shmaddr what {@link #shmat} returned
     * @return 0. EINVAL: no segment is attached there (man 2 shmdt)
     */
    long shmdt(Task task, @Address long shmaddr);

    /**
     * Tells about segments, and changes or removes them.
     *
     * @param shmid its id; its index for SHM_STAT and SHM_STAT_ANY; of no meaning for IPC_INFO and SHM_INFO
     * @param op IPC_STAT, IPC_SET, IPC_RMID, SHM_LOCK, SHM_UNLOCK, IPC_INFO, SHM_INFO, SHM_STAT, SHM_STAT_ANY
     * @param buf {@link io.unishim.struct.ShmidDs}, {@link io.unishim.struct.Shminfo} for IPC_INFO, {@link
     *     io.unishim.struct.ShmInfo} for SHM_INFO
     * @return 0; the highest index in use for IPC_INFO and SHM_INFO; the id for SHM_STAT and SHM_STAT_ANY. EACCES: not
     *     readable; EFAULT: a bad address; EINVAL: a bad id, index, op, or
     *     owner; EPERM: neither owner nor maker, nor CAP_SYS_ADMIN, for SHM_LOCK CAP_IPC_LOCK, or RLIMIT_MEMLOCK is 0 (man 2
     *     shmctl)
     */
    @Call(returns = Returns.INT)
    long shmctl(Task task, int shmid, @OneOf(value = Ipc.class, prefix = "IPC_") int op, @Address long buf);
}
