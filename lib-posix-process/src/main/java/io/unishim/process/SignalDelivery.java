package io.unishim.process;

import static io.unishim.abi.Signals.SA_NODEFER;
import static io.unishim.abi.Signals.SA_ONSTACK;
import static io.unishim.abi.Signals.SA_RESETHAND;
import static io.unishim.abi.Signals.SA_RESTART;
import static io.unishim.abi.Signals.SIGSTOP;
import static io.unishim.abi.Signals.SIG_DFL;
import static io.unishim.abi.Signals.SIG_IGN;
import static io.unishim.abi.Signals.SS_AUTODISARM;
import static io.unishim.abi.Signals.bit;

import io.unishim.abi.Wait;
import io.unishim.struct.SigAction;
import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/** Takes signals from where they wait and does what is said for them. All methods are called by the task's own thread. */
final class SignalDelivery {
    private final Children children;

    SignalDelivery(Children children) {
        this.children = children;
    }

    /** See {@link Signalling#next}. */
    Signalling.@Nullable Handler next(Task task) {
        Process process = task.process();
        ProcessSignals all = ProcessSignals.of(process);
        TaskSignals own = TaskSignals.of(task);
        while (true) {
            awaitContinue(task);
            boolean stops = false;
            SigInfo info;
            Signalling.Handler handler = null;
            all.lock.lock();
            try {
                if ((task.work() & Task.EXIT) != 0) {
                    return null;
                }
                info = take(all, own, ~own.mask);
                if (info == null) {
                    restore(task, all, own);
                    all.review(task, own);
                    return null;
                }
                SigAction action = all.actions[info.signo()];
                if (action.handler() != SIG_DFL && action.handler() != SIG_IGN) {
                    handler = enter(task, all, own, info, action);
                } else if (action.handler() == SIG_DFL && !SignalSender.isFirst(process)) {
                    stops = act(process, all, info.signo());
                }
            } finally {
                all.lock.unlock();
            }
            task.shim().tasks().signalled(task, info);
            if (handler != null) {
                return handler;
            }
            if (stops) {
                children.stopped(process, info.signo());
            }
        }
    }

    /** Takes the next signal out of a set, what was sent to the task first. The lock is held. */
    static @Nullable SigInfo take(ProcessSignals all, TaskSignals own, long wanted) {
        SigInfo found = own.pending.take(wanted);
        return found != null ? found : all.shared.take(wanted);
    }

    /** Takes the default action. @return whether the process has just stopped. The lock is held */
    private static boolean act(Process process, ProcessSignals all, int signal) {
        switch (DefaultAction.of(signal)) {
            case END -> all.endAll(process, Wait.signaled(signal, false));
            case STOP -> {
                // man 7 signal and POSIX: nobody could let the members of an orphaned group go on.
                if (all.stopped || signal != SIGSTOP && Membership.orphaned(process)) {
                    return false;
                }
                all.stopped = true;
                process.tasks().forEach(each -> each.interrupt(Task.STOP));
                return true;
            }
            case IGNORE -> {}
        }
        return false;
    }

    /** Waits until the task may go on or must end. */
    private void awaitContinue(Task task) {
        if (task.thread() == null) {
            // Nobody could wake it: a task whose code is Java is not stopped.
            return;
        }
        boolean interrupted = false;
        while (stopped(task)) {
            task.shim().time().park(() -> !stopped(task), Waiter.FOREVER);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean stopped(Task task) {
        return (task.work() & (Task.STOP | Task.EXIT)) == Task.STOP;
    }

    private static Signalling.Handler enter(
            Task task, ProcessSignals all, TaskSignals own, SigInfo info, SigAction action) {
        int signal = info.signo();
        long flags = action.flags();
        long oldMask = own.masked ? own.savedMask : own.mask;
        own.masked = false;
        if ((flags & SA_RESETHAND) != 0) {
            all.actions[signal] = new SigAction(SIG_DFL, flags, action.restorer(), action.mask());
        }
        long more = action.mask() | ((flags & SA_NODEFER) != 0 ? 0 : bit(signal));
        own.mask = (own.mask | more) & ~ProcessSignals.UNSTOPPABLE;
        all.review(task, own);
        SignalStack stack = own.stack;
        if ((own.stack.flags() & SS_AUTODISARM) != 0) {
            own.stack = TaskSignals.DISARMED;
        }
        return new Signalling.Handler(
                signal,
                info,
                action.handler(),
                flags,
                action.restorer(),
                oldMask,
                stack,
                (flags & SA_ONSTACK) != 0,
                (flags & SA_RESTART) != 0);
    }

    /** Ends a temporary mask. The lock is held. */
    static void restore(Task task, ProcessSignals all, TaskSignals own) {
        if (own.masked) {
            own.masked = false;
            own.mask = own.savedMask;
            all.review(task, own);
        }
    }
}
