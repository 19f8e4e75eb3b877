package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Sched.CLONE_VFORK;
import static io.unishim.abi.Sched.CLONE_VM;
import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;
import static io.unishim.call.SupportLevel.STUB;

import io.unishim.call.Support;
import io.unishim.linux.ThreadCalls;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** Making tasks, and what they ask to be done at their end. */
final class ThreadHandlers implements ThreadCalls {
    private static final String LIMITS = "no namespaces (EINVAL) or CLONE_INTO_CGROUP (EBADF);"
            + " CLONE_SIGHAND without CLONE_THREAD copies the actions; children of programs only";

    @Override
    @Support(value = PARTIAL, note = LIMITS)
    public long clone(Task task, long flags, long stack, long parent_tid, long child_tid, long tls) {
        // The kernel looks at the lower half only; the upper one is clone3's.
        return TaskBirth.of(task, new CloneRequest(flags & 0xffff_ffffL, stack, parent_tid, child_tid, tls));
    }

    @Override
    @Support(value = PARTIAL, note = LIMITS)
    public long clone3(Task task, long cl_args, long size) {
        long wrong = CloneRequest.check(task, cl_args, size);
        return wrong != 0 ? wrong : TaskBirth.of(task, CloneRequest.read(task));
    }

    @Override
    @Support(value = PARTIAL, note = "children of programs only; Java code has Tasks.fork")
    public long fork(Task task) {
        return TaskBirth.of(task, new CloneRequest(SIGCHLD, 0, 0, 0, 0));
    }

    @Override
    @Support(value = PARTIAL, note = "children of programs only")
    public long vfork(Task task) {
        return TaskBirth.of(task, new CloneRequest(CLONE_VFORK | CLONE_VM | SIGCHLD, 0, 0, 0, 0));
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
