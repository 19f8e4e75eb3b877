package io.unishim.process;

import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Signals as other libraries and the engine see them. */
final class SignalService implements Signalling {
    private final SignalSender sender;
    private final SignalDelivery delivery;

    SignalService(SignalSender sender, SignalDelivery delivery) {
        this.sender = sender;
        this.delivery = delivery;
    }

    @Override
    public void send(Process process, int signal, SigInfo info) {
        sender.send(process, signal, info);
    }

    @Override
    public void send(Task task, int signal, SigInfo info) {
        sender.send(task, signal, info);
    }

    @Override
    public boolean send(Process process, int signal, SigInfo info, Source source) {
        return sender.send(process, signal, info, source);
    }

    @Override
    public boolean send(Task task, int signal, SigInfo info, Source source) {
        return sender.send(task, signal, info, source);
    }

    @Override
    public void force(Task task, int signal, SigInfo info) {
        sender.force(task, signal, info);
    }

    @Override
    public @Nullable Handler next(Task task) {
        return delivery.next(task);
    }

    @Override
    public Sets sets(Task task) {
        return ProcessSignals.of(task).sets(TaskSignals.of(task));
    }

    @Override
    public long mask(Task task) {
        return TaskSignals.of(task).mask;
    }

    @Override
    public void mask(Task task, long mask) {
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            change(task, all, own, mask);
        } finally {
            all.lock.unlock();
        }
    }

    @Override
    public void alternateStack(Task task, SignalStack stack) {
        AlternateStack.change(task, TaskSignals.of(task), stack);
    }

    private static void change(Task task, ProcessSignals all, TaskSignals own, long mask) {
        long old = own.mask;
        own.mask = mask & ~ProcessSignals.UNSTOPPABLE;
        all.retarget(task, own.mask & ~old);
        all.review(task, own);
    }

    @Override
    public void temporaryMask(Task task, long mask) {
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            if (!own.masked) {
                own.masked = true;
                own.savedMask = own.mask;
            }
            change(task, all, own, mask);
        } finally {
            all.lock.unlock();
        }
    }

    @Override
    public void endTemporaryMask(Task task, boolean interrupted) {
        // A task whose code is Java has no handlers and nobody who calls next().
        if (interrupted && task.stateOrNull(Execution.KEY) != null) {
            return;
        }
        ProcessSignals all = ProcessSignals.of(task);
        all.lock.lock();
        try {
            SignalDelivery.restore(task, all, TaskSignals.of(task));
        } finally {
            all.lock.unlock();
        }
    }
}
