package io.unishim.linux;

import io.unishim.abi.Kcmp;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Looking into other processes. Who may: the same user, all ids, if the process is dumpable; CAP_SYS_PTRACE. */
@Calls("other processes")
public interface OtherProcessCalls {
    /**
     * Copies from the memory of another process (man 2 process_vm_readv).
     *
     * @param pid of the process, or of one of its threads
     * @param local_iov address of an array of {@code struct iovec}: where to, in the caller's memory
     * @param liovcnt how many, up to 1,024
     * @param remote_iov the same: where from, in the other's memory
     * @param riovcnt how many, up to 1,024
     * @param flags 0
     * @return the bytes copied: fewer than asked for if one side ends, or cannot be accessed from there on. EFAULT: an array,
     *     or the very first byte, cannot be accessed; EINVAL: flags, too many elements, or lengths that together are too
     *     large; EPERM: the process is not the caller's to look into; ESRCH: no such process
     */
    @Call(plainViewOnly = true)
    long process_vm_readv(
            Task task,
            int pid,
            @Address long local_iov,
            @Unsigned long liovcnt,
            @Address long remote_iov,
            @Unsigned long riovcnt,
            @Unsigned long flags);

    /**
     * Copies into the memory of another process (man 2 process_vm_writev).
     *
     * @param pid of the process, or of one of its threads
     * @param local_iov address of an array of {@code struct iovec}: where from, in the caller's memory
     * @param liovcnt how many, up to 1,024
     * @param remote_iov the same: where to, in the other's memory
     * @param riovcnt how many, up to 1,024
     * @param flags 0
     * @return the bytes copied; EFAULT, EINVAL, EPERM and ESRCH as of {@link #process_vm_readv}
     */
    @Call(plainViewOnly = true)
    long process_vm_writev(
            Task task,
            int pid,
            @Address long local_iov,
            @Unsigned long liovcnt,
            @Address long remote_iov,
            @Unsigned long riovcnt,
            @Unsigned long flags);

    /**
     * Says whether two tasks share something (man 2 kcmp).
     *
     * @param pid1 one task's id
     * @param pid2 the other's
     * @param type KCMP_*
     * @param idx1 with KCMP_FILE and KCMP_EPOLL_TFD a descriptor of the first
     * @param idx2 with KCMP_FILE a descriptor of the second; with KCMP_EPOLL_TFD the address of a {@code struct
     *     kcmp_epoll_slot} that names a file which an epoll instance of the second watches
     * @return 0 if it is the same; 1 or 2, for less and greater, if not; 3 if there is no order. EBADF: a descriptor is not
     *     open; EINVAL: another type, or no epoll instance; ENOENT: it does not watch that; EPERM: one is not the caller's to look into; ESRCH: no
     *     such task
     */
    @Call
    long kcmp(
            Task task,
            int pid1,
            int pid2,
            @OneOf(value = Kcmp.class, prefix = "KCMP_") int type,
            @Unsigned long idx1,
            @Unsigned long idx2);
}
