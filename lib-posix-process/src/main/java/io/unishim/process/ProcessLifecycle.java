package io.unishim.process;

import static io.unishim.abi.Sched.CLONE_CHILD_CLEARTID;
import static io.unishim.abi.Sched.CLONE_CHILD_SETTID;
import static io.unishim.abi.Sched.CLONE_DETACHED;
import static io.unishim.abi.Sched.CLONE_PARENT_SETTID;
import static io.unishim.abi.Sched.CLONE_SETTLS;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;

import io.unishim.library.Lifecycle;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Gives processes and tasks their state, and takes leave of them. */
final class ProcessLifecycle implements Lifecycle {
    private final FutexTable futexes;
    private final FutexLocks locks;
    private final Children children;

    ProcessLifecycle(FutexTable futexes, FutexLocks locks, Children children) {
        this.futexes = futexes;
        this.locks = locks;
        this.children = children;
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        ProcessSignals signals = new ProcessSignals();
        process.put(ProcessSignals.KEY, signals);
        process.put(ChildState.KEY, new ChildState());
        if (parent == null) {
            process.put(Membership.KEY, new Membership(process.pid(), process.pid()));
            process.put(ResourceLimits.KEY, new ResourceLimits());
        } else {
            Membership above = Membership.of(parent);
            process.put(Membership.KEY, new Membership(above.group, above.session));
            process.put(ResourceLimits.KEY, new ResourceLimits(ResourceLimits.of(parent)));
            signals.inherit(ProcessSignals.of(parent));
        }
        for (Task task : process.tasks()) {
            task.put(TaskEnd.KEY, new TaskEnd());
            task.put(TaskSignals.KEY, new TaskSignals());
        }
    }

    @Override
    public long cloneFlags() {
        return CLONE_VM
                | CLONE_SIGHAND
                | CLONE_THREAD
                | CLONE_SYSVSEM
                | CLONE_SETTLS
                | CLONE_PARENT_SETTID
                | CLONE_CHILD_SETTID
                | CLONE_CHILD_CLEARTID
                | CLONE_DETACHED;
    }

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        TaskSignals above = TaskSignals.of(parent);
        TaskSignals own = new TaskSignals();
        own.mask = above.mask;
        if ((flags & CLONE_VM) == 0) {
            own.stack = above.stack;
        }
        child.put(TaskEnd.KEY, new TaskEnd());
        if ((flags & CLONE_THREAD) == 0) {
            child.put(TaskSignals.KEY, own);
            return 0;
        }
        ProcessSignals all = ProcessSignals.of(child);
        all.lock.lock();
        try {
            child.put(TaskSignals.KEY, own);
            all.admit(child);
        } finally {
            all.lock.unlock();
        }
        return 0;
    }

    @Override
    public void executed(Task task) {
        ProcessSignals.of(task).resetHandlers();
        TaskSignals.of(task).stack = TaskSignals.NO_STACK;
        TaskEnd end = TaskEnd.of(task);
        end.clearTid = 0;
        end.robustList = 0;
        Membership.of(task.process()).executed = true;
    }

    @Override
    public void taskExited(Task task) {
        TaskEnd end = task.stateOrNull(TaskEnd.KEY);
        if (end != null) {
            end.end(task, futexes, locks);
        }
        ProcessSignals.of(task).leave(task);
        ChildState.of(task.process()).uid = Credentials.of(task).uid();
    }

    @Override
    public void processExited(Process process) {
        children.ended(process);
    }
}
