package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Sched.CLONE_CHILD_CLEARTID;
import static io.unishim.abi.Sched.CLONE_CHILD_SETTID;
import static io.unishim.abi.Sched.CLONE_DETACHED;
import static io.unishim.abi.Sched.CLONE_PARENT_SETTID;
import static io.unishim.abi.Sched.CLONE_PIDFD;
import static io.unishim.abi.Sched.CLONE_SETTLS;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VFORK;
import static io.unishim.abi.Sched.CLONE_VM;

import io.unishim.call.ErrnoException;
import io.unishim.file.Descriptors;
import io.unishim.memory.MemoryFault;
import io.unishim.task.Execution;
import io.unishim.task.Execution.Birth;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Makes the task that another asks for, and starts it. */
final class TaskBirth {
    private final Task parent;
    private final CloneRequest request;
    private @Nullable Task child;
    private @Nullable VforkWait vfork;

    private TaskBirth(Task parent, CloneRequest request) {
        this.parent = parent;
        this.request = request;
    }

    /** @return the child's id, or a negative errno */
    static long of(Task parent, CloneRequest request) {
        Execution execution = parent.stateOrNull(Execution.KEY);
        if (execution == null) {
            return -EINVAL;
        }
        return new TaskBirth(parent, request).make(execution);
    }

    private long make(Execution execution) {
        // The word for a pidfd of clone(2) is that of CLONE_PARENT_SETTID.
        if (request.has(CLONE_PIDFD)
                && (request.has(CLONE_DETACHED)
                        || request.has(CLONE_PARENT_SETTID) && request.pidfd() == request.parentTid())) {
            return -EINVAL;
        }
        long denied = request.refused(parent);
        if (denied != 0) {
            return denied;
        }
        if (!request.has(CLONE_VM) && !ProcessCount.allowsAnother(parent)) {
            return -EAGAIN;
        }
        Birth birth = request.has(CLONE_VM) ? execution.share() : execution.copy();
        if (birth == null) {
            return -EAGAIN;
        }
        long tid;
        try {
            tid = parent.shim().tasks().clone(parent, request.flags(), request.id(), made -> prepare(made, birth));
        } catch (ErrnoException refused) {
            tid = -refused.number();
        }
        Task made = child;
        if (tid < 0 || made == null) {
            birth.abandon();
            return tid;
        }
        birth.start(made, request.stack(), request.has(CLONE_SETTLS), request.tls());
        if (vfork != null) {
            vfork.await(parent);
        }
        return tid;
    }

    private void prepare(Task made, Birth birth) {
        child = made;
        if (!request.has(CLONE_VM)) {
            made.process().memory(birth.memory());
        }
        if (request.has(CLONE_PIDFD)) {
            openPidfd(made);
        }
        if (request.has(CLONE_PARENT_SETTID)) {
            tell(parent, request.parentTid(), made.tid());
        }
        if (request.has(CLONE_CHILD_SETTID)) {
            tell(made, request.childTid(), made.tid());
        }
        TaskEnd end = TaskEnd.of(made);
        if (request.has(CLONE_CHILD_CLEARTID)) {
            end.clearTid = request.childTid();
        }
        if (request.has(CLONE_VFORK)) {
            vfork = new VforkWait(parent);
            end.vfork = vfork;
        }
    }

    private void openPidfd(Task made) {
        Descriptors table = parent.process().state(Descriptors.KEY);
        Task thread = request.has(CLONE_THREAD) ? made : null;
        long fd = ErrnoException.check(Pidfd.install(table, made.process(), thread, 0), "clone");
        try {
            parent.memory().putInt(request.pidfd(), (int) fd);
        } catch (MemoryFault bad) {
            table.close(parent, (int) fd);
            throw new ErrnoException(EFAULT, "clone");
        }
    }

    /** Linux does not fail a clone for these words either. */
    private static void tell(Task task, long address, int tid) {
        try {
            task.memory().putInt(address, tid);
        } catch (MemoryFault bad) {
            // The child is there all the same.
        }
    }
}
