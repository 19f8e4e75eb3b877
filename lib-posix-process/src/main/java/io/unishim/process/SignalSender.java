package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Resource.RLIMIT_SIGPENDING;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Signals.SIGKILL;
import static io.unishim.abi.Signals.SIGRTMIN;
import static io.unishim.abi.Signals.SIG_DFL;
import static io.unishim.abi.Signals.SIG_IGN;
import static io.unishim.abi.Signals.SI_USER;
import static io.unishim.abi.Signals.bit;

import io.unishim.abi.Wait;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Puts signals where they wait, and wakes who is to take them. */
final class SignalSender {
    private static final long QUEUED = 1;

    private final Children children;

    SignalSender(Children children) {
        this.children = children;
    }

    /** Sends to a process. @return 0, or {@code -EAGAIN} if too many wait already */
    long send(Process process, int signal, SigInfo info) {
        for (Task first : process.tasks()) {
            return answer(send(process, first, false, signal, info, null));
        }
        // A zombie takes everything and does nothing.
        return 0;
    }

    /** As {@link #send(Process, int, SigInfo)}. @return whether it waits to be taken */
    boolean send(Process process, int signal, SigInfo info, Signalling.Source source) {
        for (Task first : process.tasks()) {
            return send(process, first, false, signal, info, source) == QUEUED;
        }
        return false;
    }

    /** As {@link #send(Task, int, SigInfo)}. @return whether it waits to be taken */
    boolean send(Task task, int signal, SigInfo info, Signalling.Source source) {
        return send(task.process(), task, true, signal, info, source) == QUEUED;
    }

    private static long answer(long result) {
        return result == QUEUED ? 0 : result;
    }

    /** Sends to a task. @return 0, or {@code -EAGAIN} if too many wait already */
    long send(Task task, int signal, SigInfo info) {
        return answer(send(task.process(), task, true, signal, info, null));
    }

    /** As {@link #send(Task, int, SigInfo)}, but neither the mask nor the action keeps the signal away. */
    void force(Task task, int signal, SigInfo info) {
        Process process = task.process();
        ProcessSignals all = ProcessSignals.of(process);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            boolean blocked = (own.mask & bit(signal)) != 0;
            long handler = all.actions[signal].handler();
            if (blocked || handler == SIG_IGN || handler == SIG_DFL) {
                // Even the first process: it cannot go on from where it is.
                all.endAll(process, Wait.signaled(signal, false));
                return;
            }
            own.pending.add(signal, info, null);
            task.interrupt(Task.SIGNAL);
        } finally {
            all.lock.unlock();
        }
    }

    private long send(
            Process process,
            Task target,
            boolean directed,
            int signal,
            SigInfo info,
            Signalling.@Nullable Source source) {
        ProcessSignals all = ProcessSignals.of(process);
        boolean goesOn;
        long result;
        all.lock.lock();
        try {
            goesOn = prepare(process, all, signal);
            result = queue(process, all, target, directed, signal, info, source);
        } finally {
            all.lock.unlock();
        }
        all.readers.wakeAll(POLLIN);
        if (goesOn) {
            children.continued(process);
        }
        return result;
    }

    /** @return {@link #QUEUED}, 0 if there is nothing to queue, or a negative errno */
    private static long queue(
            Process process,
            ProcessSignals all,
            Task target,
            boolean directed,
            int signal,
            SigInfo info,
            Signalling.@Nullable Source source) {
        if (ignored(process, all, target, signal)) {
            return 0;
        }
        PendingSignals queue = directed ? TaskSignals.of(target).pending : all.shared;
        if (signal < SIGRTMIN && (queue.set() & bit(signal)) != 0) {
            return 0;
        }
        if (signal >= SIGRTMIN && info.code() != SI_USER && full(process, all)) {
            return -EAGAIN;
        }
        queue.add(signal, info, source);
        wake(process, all, directed ? willing(target, signal) : choose(process, target, signal), signal);
        return QUEUED;
    }

    /** What stop signals and SIGCONT do when they are sent, whoever blocks them. @return whether the process goes on */
    private static boolean prepare(Process process, ProcessSignals all, int signal) {
        if ((DefaultAction.STOPS & bit(signal)) != 0) {
            drop(process, all, bit(SIGCONT));
            return false;
        }
        if (signal != SIGCONT) {
            return false;
        }
        drop(process, all, DefaultAction.STOPS);
        boolean was = all.stopped;
        all.stopped = false;
        for (Task each : process.tasks()) {
            each.done(Task.STOP);
            // It waits for its work to change; interrupt() wakes it.
            each.interrupt(0);
        }
        return was;
    }

    private static void drop(Process process, ProcessSignals all, long signals) {
        all.shared.drop(signals);
        for (Task each : process.tasks()) {
            TaskSignals own = TaskSignals.find(each);
            if (own != null) {
                own.pending.drop(signals);
            }
        }
    }

    /** Whether a signal is not even kept (the kernel's sig_ignored): what is blocked may get another action in time. */
    private static boolean ignored(Process process, ProcessSignals all, Task target, int signal) {
        if (all.ending) {
            return true;
        }
        if ((TaskSignals.of(target).mask & bit(signal)) != 0) {
            return false;
        }
        long handler = all.actions[signal].handler();
        return handler == SIG_IGN
                || handler == SIG_DFL && (DefaultAction.of(signal) == DefaultAction.IGNORE || isFirst(process));
    }

    /** The first process is not ended or stopped by signals that it does not ask for (man 7 pid_namespaces). */
    static boolean isFirst(Process process) {
        return process.pid() == 1;
    }

    private static boolean full(Process process, ProcessSignals all) {
        long limit = ResourceLimits.of(process).soft(RLIMIT_SIGPENDING);
        int waiting = all.shared.size();
        for (Task each : process.tasks()) {
            TaskSignals own = TaskSignals.find(each);
            waiting += own == null ? 0 : own.pending.size();
        }
        return Long.compareUnsigned(waiting, limit) >= 0;
    }

    private static @Nullable Task willing(Task task, int signal) {
        TaskSignals own = TaskSignals.find(task);
        return own != null && own.wants(bit(signal)) ? task : null;
    }

    /** The first task if it will take the signal, else any that will. */
    private static @Nullable Task choose(Process process, Task first, int signal) {
        if (willing(first, signal) != null) {
            return first;
        }
        for (Task each : process.tasks()) {
            if (willing(each, signal) != null) {
                return each;
            }
        }
        return null;
    }

    private static void wake(Process process, ProcessSignals all, @Nullable Task chosen, int signal) {
        if (chosen == null) {
            return;
        }
        boolean blocked = (TaskSignals.of(chosen).mask & bit(signal)) != 0;
        boolean fatal = all.actions[signal].handler() == SIG_DFL
                && DefaultAction.of(signal) == DefaultAction.END
                && !isFirst(process);
        if (signal == SIGKILL || fatal && !blocked) {
            all.endAll(process, Wait.signaled(signal, false));
        } else {
            chosen.interrupt(Task.SIGNAL);
        }
    }
}
