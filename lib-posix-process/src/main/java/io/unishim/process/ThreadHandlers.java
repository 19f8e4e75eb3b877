package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Sched.CLONE_CHILD_CLEARTID;
import static io.unishim.abi.Sched.CLONE_CHILD_SETTID;
import static io.unishim.abi.Sched.CLONE_PARENT_SETTID;
import static io.unishim.abi.Sched.CLONE_SETTLS;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;
import static io.unishim.call.SupportLevel.STUB;

import io.unishim.call.Support;
import io.unishim.linux.ThreadCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserLong;
import io.unishim.task.Execution;
import io.unishim.task.Task;

/** Making tasks, and what they ask to be done at their end. */
final class ThreadHandlers implements ThreadCalls {
    /** What a child is told at its end that never ran. */
    private static final int NEVER_RAN = 0;

    @Override
    @Support(value = PARTIAL, note = "threads only: -ENOSYS without CLONE_THREAD")
    public long clone(Task task, long flags, long stack, long parent_tid, long child_tid, long tls) {
        Execution execution = task.stateOrNull(Execution.KEY);
        if (execution == null) {
            return -EINVAL;
        }
        if ((flags & CLONE_THREAD) == 0) {
            return -ENOSYS;
        }
        Task[] made = new Task[1];
        long tid = task.shim().tasks().clone(task, flags, child -> {
            made[0] = child;
            if ((flags & CLONE_PARENT_SETTID) != 0) {
                tell(task, parent_tid, child.tid());
            }
            if ((flags & CLONE_CHILD_SETTID) != 0) {
                tell(child, child_tid, child.tid());
            }
            if ((flags & CLONE_CHILD_CLEARTID) != 0) {
                TaskEnd.of(child).clearTid = child_tid;
            }
        });
        if (tid < 0) {
            return tid;
        }
        long failed = execution.startClone(made[0], stack, (flags & CLONE_SETTLS) != 0, tls);
        if (failed != 0) {
            task.shim().tasks().exited(made[0], NEVER_RAN);
            return failed;
        }
        return tid;
    }

    /** Linux does not fail a clone for these words either. */
    private static void tell(Task task, long address, int tid) {
        try {
            task.memory().putInt(address, tid);
        } catch (MemoryFault bad) {
            // The child is there all the same.
        }
    }

    @Override
    @Support(value = STUB, note = "-ENOSYS: C libraries use clone")
    public long clone3(Task task, long cl_args, long size) {
        return -ENOSYS;
    }

    @Override
    @Support(value = STUB, note = "-ENOSYS: C libraries do without")
    public long rseq(Task task, long rseq, int rseq_len, int flags, int sig) {
        return -ENOSYS;
    }

    @Override
    @Support(FULL)
    public long set_tid_address(Task task, long tidptr) {
        TaskEnd.of(task).clearTid = tidptr;
        return task.tid();
    }

    @Override
    @Support(FULL)
    public long set_robust_list(Task task, long head, long len) {
        if (len != RobustList.HEAD_SIZE) {
            return -EINVAL;
        }
        TaskEnd.of(task).robustList = head;
        return 0;
    }

    @Override
    @Support(FULL)
    public long get_robust_list(Task task, int pid, UserLong head_ptr, UserLong len_ptr) {
        Task other = pid == 0 ? task : task.shim().tasks().task(pid);
        if (other == null) {
            return -ESRCH;
        }
        if (!Permissions.schedule(task, other)) {
            return -EPERM;
        }
        len_ptr.set(RobustList.HEAD_SIZE);
        head_ptr.set(TaskEnd.of(other).robustList);
        return 0;
    }
}
