package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Sched.CLONE_CHILD_CLEARTID;
import static io.unishim.abi.Sched.CLONE_CHILD_SETTID;
import static io.unishim.abi.Sched.CLONE_CLEAR_SIGHAND;
import static io.unishim.abi.Sched.CLONE_DETACHED;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_PARENT_SETTID;
import static io.unishim.abi.Sched.CLONE_PIDFD;
import static io.unishim.abi.Sched.CLONE_PTRACE;
import static io.unishim.abi.Sched.CLONE_SETTLS;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VFORK;
import static io.unishim.abi.Sched.CLONE_VM;
import static io.unishim.abi.Sched.CSIGNAL;
import static io.unishim.abi.Signals.SI_USER;

import io.unishim.library.Lifecycle;
import io.unishim.struct.SigInfo;
import io.unishim.task.CommandLine;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Promotion;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Gives processes and tasks their state, and takes leave of them. */
final class ProcessLifecycle implements Lifecycle {
    private final FutexTable futexes;
    private final FutexLocks locks;
    private final Children children;
    private final ProcessorTime time;

    ProcessLifecycle(FutexTable futexes, FutexLocks locks, Children children, ProcessorTime time) {
        this.futexes = futexes;
        this.locks = locks;
        this.children = children;
        this.time = time;
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        ProcessSignals signals = new ProcessSignals();
        process.put(ProcessSignals.KEY, signals);
        process.put(ChildState.KEY, new ChildState());
        ResourceLimits.begin(process, parent);
        if (parent == null) {
            process.put(Membership.KEY, new Membership(process.pid(), process.pid()));
        } else {
            Membership above = Membership.of(parent);
            process.put(Membership.KEY, new Membership(above.group, above.session));
            signals.inherit(ProcessSignals.of(parent));
            CommandLine line = parent.stateOrNull(CommandLine.KEY);
            if (line != null) {
                process.put(CommandLine.KEY, line);
            }
        }
        process.put(
                Attributes.KEY,
                parent == null ? new Attributes() : Attributes.of(parent).forChild());
        for (Task task : process.tasks()) {
            task.put(TaskEnd.KEY, new TaskEnd());
            task.put(TaskSignals.KEY, new TaskSignals());
            task.put(Schedule.KEY, new Schedule(Schedule.everyProcessor()));
            TaskTraits.begin(task, null);
        }
    }

    @Override
    public long cloneFlags() {
        // Nobody traces, so nobody traces a child: CLONE_PTRACE changes nothing.
        return CLONE_PTRACE
                | CLONE_VM
                | CLONE_SIGHAND
                | CLONE_THREAD
                | CLONE_SYSVSEM
                | CLONE_SETTLS
                | CLONE_PARENT_SETTID
                | CLONE_CHILD_SETTID
                | CLONE_CHILD_CLEARTID
                | CLONE_DETACHED
                | CLONE_VFORK
                | CLONE_PIDFD
                | CLONE_CLEAR_SIGHAND;
    }

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        if (!ProcessCount.allowsAnother(parent)) {
            return -EAGAIN;
        }
        TaskSignals above = TaskSignals.of(parent);
        TaskSignals own = new TaskSignals();
        own.mask = above.mask;
        if ((flags & CLONE_VM) == 0) {
            own.stack = above.stack;
        }
        child.put(TaskEnd.KEY, new TaskEnd());
        child.put(Schedule.KEY, Schedule.of(parent).forChild());
        TaskTraits.begin(child, parent);
        if ((flags & CLONE_THREAD) == 0) {
            child.put(TaskSignals.KEY, own);
            bear(parent, child, flags);
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

    private static void bear(Task parent, Task child, long flags) {
        // man 2 clone: a sibling tells its parent in the way of the one that made it.
        int signal = (flags & CLONE_PARENT) != 0 ? ChildState.of(parent.process()).exitSignal : (int) (flags & CSIGNAL);
        child.process().put(ChildState.KEY, new ChildState(signal));
        if ((flags & CLONE_CLEAR_SIGHAND) != 0) {
            ProcessSignals.of(child).resetHandlers();
        }
    }

    @Override
    public void executed(Task task) {
        ProcessSignals.of(task).resetHandlers();
        TaskSignals.of(task).stack = TaskSignals.NO_STACK;
        TaskEnd end = TaskEnd.of(task);
        end.clearTid = 0;
        end.robustList = 0;
        end.releaseParent();
        Promotion promotion = task.stateOrNull(Promotion.KEY);
        TaskTraits.of(task).executed(promotion != null && promotion.clears());
        Attributes own = Attributes.of(task.process());
        own.dumpable = promotion == null || promotion.dumpable();
        own.deathSignal = promotion == null || promotion.signalled() ? own.deathSignal : 0;
        own.writeExec = own.inheritedWriteExec();
        Membership.of(task.process()).executed = true;
    }

    @Override
    public void taskExited(Task task) {
        TaskEnd end = task.stateOrNull(TaskEnd.KEY);
        if (end != null) {
            end.end(task, futexes, locks);
        }
        time.ended(task);
        ProcessSignals.of(task).leave(task);
        ChildState.of(task.process()).watchers.wakeAll(POLLIN | POLLHUP);
        ChildState.of(task.process()).uid = Credentials.of(task).uid();
    }

    @Override
    public void processExited(Process process) {
        ProcessSignals.of(process).decideStatus(process);
        for (Process each : process.shim().tasks().processes()) {
            Attributes orphan = Attributes.of(each);
            int signal = orphan.deathSignal;
            if (signal != 0 && orphan.deathOf == process) {
                SigInfo info = SigInfo.from(signal, SI_USER, process.pid(), ChildState.of(process).uid);
                children.sender().send(each, signal, info);
            }
        }
        children.ended(process);
    }
}
