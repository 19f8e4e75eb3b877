package io.unishim.process;

import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SA_EXPOSE_TAGBITS;
import static io.unishim.abi.Signals.SA_NOCLDSTOP;
import static io.unishim.abi.Signals.SA_NOCLDWAIT;
import static io.unishim.abi.Signals.SA_NODEFER;
import static io.unishim.abi.Signals.SA_ONSTACK;
import static io.unishim.abi.Signals.SA_RESETHAND;
import static io.unishim.abi.Signals.SA_RESTART;
import static io.unishim.abi.Signals.SA_RESTORER;
import static io.unishim.abi.Signals.SA_SIGINFO;
import static io.unishim.abi.Signals.SIGKILL;
import static io.unishim.abi.Signals.SIGSTOP;
import static io.unishim.abi.Signals.SIG_DFL;
import static io.unishim.abi.Signals.SIG_IGN;
import static io.unishim.abi.Signals.bit;

import io.unishim.struct.SigAction;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A process's signals: what is done on each, which wait for any of its tasks, and whether it is stopped. */
final class ProcessSignals {
    static final StateKey<ProcessSignals> KEY = StateKey.of("signals of a process");

    /** Never blocked, caught or ignored. */
    static final long UNSTOPPABLE = bit(SIGKILL) | bit(SIGSTOP);

    /** The flags that Linux knows; it clears the others, so that programs can find out. */
    private static final long FLAGS = SA_NOCLDSTOP
            | SA_NOCLDWAIT
            | SA_SIGINFO
            | SA_EXPOSE_TAGBITS
            | SA_RESTORER
            | SA_ONSTACK
            | SA_RESTART
            | SA_NODEFER
            | SA_RESETHAND;

    /** Guards this and the {@link TaskSignals} of all tasks. No other such lock is taken while it is held. */
    final ReentrantLock lock = new ReentrantLock();

    /** By number. */
    final SigAction[] actions = new SigAction[NSIG + 1];

    final PendingSignals shared = new PendingSignals();

    /** Those who read signals from a descriptor; woken whenever one was added. */
    final WaitQueue readers = new WaitQueue();

    /** Whether all tasks are to stop. */
    boolean stopped;

    /** Whether all tasks are to end, and how: what a task that is being made must know. */
    boolean ending;

    int endStatus;

    ProcessSignals() {
        Arrays.fill(actions, SigAction.DEFAULT);
    }

    static ProcessSignals of(Process process) {
        return process.state(KEY);
    }

    static ProcessSignals of(Task task) {
        return of(task.process());
    }

    /** Changes an action if another is given. @return the previous one */
    SigAction action(Task caller, int signal, @Nullable SigAction wanted) {
        lock.lock();
        try {
            SigAction old = actions[signal];
            if (wanted != null) {
                actions[signal] = new SigAction(
                        wanted.handler(), wanted.flags() & FLAGS, wanted.restorer(), wanted.mask() & ~UNSTOPPABLE);
                forgetIgnored(caller, signal, wanted.handler());
            }
            return old;
        } finally {
            lock.unlock();
        }
    }

    /** man 3p sigaction: a pending signal that is now ignored is discarded, blocked or not. */
    private void forgetIgnored(Task caller, int signal, long handler) {
        boolean byDefault = handler == SIG_DFL && DefaultAction.of(signal) == DefaultAction.IGNORE;
        if (handler != SIG_IGN && !byDefault) {
            return;
        }
        shared.drop(bit(signal));
        for (Task each : caller.process().tasks()) {
            TaskSignals own = TaskSignals.find(each);
            if (own != null) {
                own.pending.drop(bit(signal));
                review(each, own);
            }
        }
    }

    /** At fork: the actions, nothing of what waits. */
    void inherit(ProcessSignals parent) {
        parent.lock.lock();
        try {
            System.arraycopy(parent.actions, 0, actions, 0, actions.length);
        } finally {
            parent.lock.unlock();
        }
    }

    /** At exec: handlers are gone with the memory; what is ignored stays ignored (man 2 execve). */
    void resetHandlers() {
        lock.lock();
        try {
            for (int i = 1; i < actions.length; i++) {
                actions[i] = actions[i].handler() == SIG_IGN ? new SigAction(SIG_IGN, 0, 0, 0) : SigAction.DEFAULT;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the task's work say whether a signal waits that it would take. The lock is held. */
    void review(Task task, TaskSignals own) {
        if (((own.pending.set() | shared.set()) & (~own.mask | own.awaited)) != 0) {
            if ((task.work() & Task.SIGNAL) == 0) {
                task.interrupt(Task.SIGNAL);
            }
        } else {
            task.done(Task.SIGNAL);
        }
    }

    /** Lets other tasks take what one of them will not take any more. The lock is held. */
    void retarget(Task unwilling, long signals) {
        long left = shared.set() & signals;
        if (left == 0) {
            return;
        }
        for (Task each : unwilling.process().tasks()) {
            TaskSignals theirs = TaskSignals.find(each);
            if (each != unwilling && theirs != null && (left & ~theirs.mask) != 0) {
                each.interrupt(Task.SIGNAL);
                left &= theirs.mask;
            }
        }
    }

    /** A new task is bound by what holds for all. The lock is held. */
    void admit(Task child) {
        if (ending) {
            child.exit(endStatus);
        }
        if (stopped) {
            child.interrupt(Task.STOP);
        }
    }

    /** A task has made its last call: it takes no more signals, and what it would have taken others may. */
    void leave(Task task) {
        TaskSignals own = TaskSignals.find(task);
        if (own == null) {
            return;
        }
        lock.lock();
        try {
            long willing = ~own.mask;
            own.mask = -1;
            own.awaited = 0;
            own.pending.drop(-1);
            retarget(task, willing);
        } finally {
            lock.unlock();
        }
    }

    Signalling.Sets sets(TaskSignals own) {
        lock.lock();
        try {
            long ignored = 0;
            long caught = 0;
            for (int i = 1; i < actions.length; i++) {
                long handler = actions[i].handler();
                ignored |= handler == SIG_IGN ? bit(i) : 0;
                caught |= handler != SIG_IGN && handler != SIG_DFL ? bit(i) : 0;
            }
            int queued = own.pending.size() + shared.size();
            return new Signalling.Sets(own.pending.set(), shared.set(), own.mask, ignored, caught, queued);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all tasks. The lock is held. */
    void endAll(Process process, int waitStatus) {
        if (!ending) {
            ending = true;
            endStatus = waitStatus;
        }
        for (Task each : process.tasks()) {
            each.exit(endStatus);
        }
    }

    /** Of a process that ended as a whole: a task that ended by itself just then must not have the last word. */
    void decideStatus(Process process) {
        lock.lock();
        try {
            if (ending) {
                process.status(endStatus);
            }
        } finally {
            lock.unlock();
        }
    }
}
