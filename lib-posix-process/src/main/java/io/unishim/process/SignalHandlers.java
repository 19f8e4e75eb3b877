package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Restart.ERESTARTNOHAND;
import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SIGSET_BYTES;
import static io.unishim.abi.Signals.SIG_BLOCK;
import static io.unishim.abi.Signals.SIG_SETMASK;
import static io.unishim.abi.Signals.SIG_UNBLOCK;
import static io.unishim.abi.Signals.bit;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.SignalCalls;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.SigAction;
import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/** Actions, masks, and waiting for signals. */
final class SignalHandlers implements SignalCalls {
    private final SignalService signals;

    SignalHandlers(SignalService signals) {
        this.signals = signals;
    }

    @Override
    @Support(FULL)
    public long rt_sigaction(
            Task task, int signum, UserRef<SigAction> act, UserRef<SigAction> oldact, long sigsetsize) {
        if (sigsetsize != SIGSET_BYTES) {
            return -EINVAL;
        }
        SigAction wanted = act.isNull() ? null : act.get();
        if (signum < 1 || signum > NSIG || wanted != null && (bit(signum) & ProcessSignals.UNSTOPPABLE) != 0) {
            return -EINVAL;
        }
        SigAction old = ProcessSignals.of(task).action(task, signum, wanted);
        if (!oldact.isNull()) {
            oldact.set(old);
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long rt_sigprocmask(Task task, int how, UserLong set, UserLong oldset, long sigsetsize) {
        if (sigsetsize != SIGSET_BYTES) {
            return -EINVAL;
        }
        long old = TaskSignals.of(task).mask;
        if (!set.isNull()) {
            long given = set.get();
            switch (how) {
                case SIG_BLOCK -> signals.mask(task, old | given);
                case SIG_UNBLOCK -> signals.mask(task, old & ~given);
                case SIG_SETMASK -> signals.mask(task, given);
                default -> {
                    return -EINVAL;
                }
            }
        }
        if (!oldset.isNull()) {
            oldset.set(old);
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long rt_sigpending(Task task, UserLong set, long sigsetsize) {
        if (sigsetsize < 0 || sigsetsize > SIGSET_BYTES) {
            return -EINVAL;
        }
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        long pending;
        all.lock.lock();
        try {
            pending = (own.pending.set() | all.shared.set()) & own.mask;
        } finally {
            all.lock.unlock();
        }
        if (sigsetsize == SIGSET_BYTES) {
            set.set(pending);
        } else {
            for (int i = 0; i < sigsetsize; i++) {
                task.memory().putByte(set.address() + i, (byte) (pending >>> 8 * i));
            }
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long rt_sigtimedwait(
            Task task, UserLong set, UserRef<SigInfo> info, UserRef<Timespec> timeout, long sigsetsize) {
        if (sigsetsize != SIGSET_BYTES) {
            return -EINVAL;
        }
        long wanted = set.get() & ~ProcessSignals.UNSTOPPABLE;
        long deadline = Waiter.FOREVER;
        if (!timeout.isNull()) {
            Timespec time = timeout.get();
            if (!time.valid()) {
                return -EINVAL;
            }
            long end = task.shim().time().monotonicNanos() + time.toNanos();
            deadline = end < 0 ? Waiter.FOREVER : end;
        }
        SigInfo taken = take(task, wanted, false);
        if (taken == null) {
            int why = await(task, wanted, deadline);
            taken = take(task, wanted, true);
            if (taken == null) {
                return why == -ETIMEDOUT ? -EAGAIN : -EINTR;
            }
        }
        if (!info.isNull()) {
            info.set(taken);
        }
        return taken.signo();
    }

    private static int await(Task task, long wanted, long deadline) {
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            own.awaited = wanted;
            if (((own.pending.set() | all.shared.set()) & wanted) != 0) {
                return 0;
            }
        } finally {
            all.lock.unlock();
        }
        int why = 0;
        while (why == 0) {
            // Signals wake by making the task's work say so; another wake-up means nothing here.
            why = task.waiter().await(deadline);
        }
        return why;
    }

    /** Takes a signal. @param last whether the wait is over in any case */
    private static @Nullable SigInfo take(Task task, long wanted, boolean last) {
        ProcessSignals all = ProcessSignals.of(task);
        TaskSignals own = TaskSignals.of(task);
        all.lock.lock();
        try {
            SigInfo found = SignalDelivery.take(all, own, wanted);
            if (last) {
                own.awaited = 0;
                all.review(task, own);
            }
            return found;
        } finally {
            all.lock.unlock();
        }
    }

    @Override
    @Support(FULL)
    public long rt_sigsuspend(Task task, UserLong mask, long sigsetsize) {
        if (sigsetsize != SIGSET_BYTES) {
            return -EINVAL;
        }
        signals.temporaryMask(task, mask.get());
        long result = pause(task);
        signals.endTemporaryMask(task, true);
        return result;
    }

    @Override
    @Support(FULL)
    public long pause(Task task) {
        long why;
        do {
            why = task.waiter().await(Waiter.FOREVER);
        } while (why == 0);
        return -ERESTARTNOHAND;
    }

    @Override
    @Support(FULL)
    public long sigaltstack(Task task, UserRef<SignalStack> ss, UserRef<SignalStack> old_ss) {
        SignalStack wanted = ss.isNull() ? null : ss.get();
        TaskSignals own = TaskSignals.of(task);
        SignalStack old = AlternateStack.show(task, own.stack);
        if (wanted != null) {
            long refused = AlternateStack.change(task, own, wanted);
            if (refused != 0) {
                return refused;
            }
        }
        if (!old_ss.isNull()) {
            old_ss.set(old);
        }
        return 0;
    }
}
