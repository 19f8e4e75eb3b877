package io.unishim.linux;

import io.unishim.abi.Sched;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** Making tasks, and what is done for a task when it ends. */
@Calls("threads")
public interface ThreadCalls {
    /**
     * Makes a task that returns 0 from this call (man 2 clone), with x86-64's order of arguments.
     *
     * @param flags CLONE_*, and in the low 8 bits the signal that the parent receives at a child's end
     * @param stack the new task's stack pointer; 0 for the caller's
     * @param parent_tid receives the new task's id with CLONE_PARENT_SETTID
     * @param child_tid receives it with CLONE_CHILD_SETTID; cleared at the end with CLONE_CHILD_CLEARTID
     * @param tls the new task's thread pointer with CLONE_SETTLS
     * @return the new task's id to the caller. EINVAL: flags that exclude each other, flags that nobody here knows, or a
     *     caller whose code is Java; EAGAIN: too many tasks, or RLIMIT_NPROC
     */
    @Call(returns = Returns.INT)
    long clone(
            Task task,
            @Flags(value = Sched.class, prefix = "CLONE_") long flags,
            @Address long stack,
            @Address long parent_tid,
            @Address long child_tid,
            @Address long tls);

    /**
     * Says which word is set to 0 and woken as a futex when the caller ends (man 2 set_tid_address).
     *
     * @param tidptr its address; 0 for none. Not looked at before the end
     * @return the caller's thread id; never fails
     */
    @Call(returns = Returns.INT)
    long set_tid_address(Task task, @Address long tidptr);

    /**
     * Says where the caller's list of robust locks begins (man 2 set_robust_list).
     *
     * @param head its address; not looked at before the caller ends
     * @param len bytes of a list's head: 24
     * @return 0. EINVAL: another length
     */
    @Call
    long set_robust_list(Task task, @Address long head, long len);

    /**
     * Tells where a task's list of robust locks begins (man 2 get_robust_list).
     *
     * @param pid the task's id; 0 for the caller
     * @param head_ptr receives the address
     * @param len_ptr receives the bytes of a list's head
     * @return 0. ESRCH: no such task; EPERM: a task of another user; EFAULT: bad address
     */
    @Call
    long get_robust_list(Task task, int pid, @Out UserLong head_ptr, @Out UserLong len_ptr);

    /**
     * Makes a task as a structure says (man 2 clone3).
     *
     * @param cl_args {@code struct clone_args}
     * @param size its bytes: 64, 80 or 88, or more that are 0
     * @return the new task's id to the caller. EAGAIN: as of {@link #clone}; EINVAL also: a size that is too small, an exit signal with CLONE_THREAD or CLONE_PARENT or
     *     past 64, a stack without a size; E2BIG: what follows the known members is not 0; EFAULT: bad address
     */
    @Call(returns = Returns.INT, plainViewOnly = true)
    long clone3(Task task, @Address long cl_args, @Unsigned long size);

    /**
     * Makes a process that is a copy of the caller's (man 2 fork).
     *
     * @return the child's id to the parent, 0 to the child. EAGAIN: too many tasks, or RLIMIT_NPROC; EINVAL: a caller whose
     *     code is Java
     */
    @Call(returns = Returns.INT, plainViewOnly = true)
    long fork(Task task);

    /**
     * Makes a process that shares the caller's memory, and waits until it calls {@code execve(2)} or ends (man 2 vfork).
     *
     * @return the child's id to the parent, 0 to the child; EAGAIN and EINVAL as of {@link #fork}
     */
    @Call(returns = Returns.INT, plainViewOnly = true)
    long vfork(Task task);

    /**
     * Registers where the kernel keeps the number of the processor and undoes what it interrupted (man 2 rseq).
     *
     * @param rseq {@code struct rseq}
     * @param rseq_len its bytes
     * @param flags RSEQ_FLAG_UNREGISTER
     * @param sig what must stand before an abort handler
     * @return ENOSYS: C libraries do without
     */
    @Call(plainViewOnly = true)
    long rseq(Task task, @Address long rseq, @Unsigned int rseq_len, int flags, @Unsigned int sig);
}
