package io.unishim.linux;

import io.unishim.abi.Signals;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Signo;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.SigAction;
import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** What a task does with signals: actions, masks, waiting. A set of signals is 64 bits, bit n-1 for signal n. */
@Calls("signals")
public interface SignalCalls {
    /**
     * Changes and tells what a process does on a signal (man 2 rt_sigaction).
     *
     * @param signum 1 to 64, not SIGKILL nor SIGSTOP unless act is NULL
     * @param act the new action, or NULL
     * @param oldact receives the previous action, or NULL
     * @param sigsetsize bytes of a set: 8
     * @return 0. EINVAL: a bad signal or size; EFAULT: bad address
     */
    @Call
    long rt_sigaction(
            Task task, @Signo int signum, UserRef<SigAction> act, @Out UserRef<SigAction> oldact, long sigsetsize);

    /**
     * Changes and tells which signals the caller blocks (man 2 rt_sigprocmask). SIGKILL and SIGSTOP are never blocked.
     *
     * @param how SIG_BLOCK, SIG_UNBLOCK or SIG_SETMASK; not looked at if set is NULL
     * @param set the signals, or NULL
     * @param oldset receives the previous mask, or NULL
     * @param sigsetsize bytes of a set: 8
     * @return 0. EINVAL: a bad how or size; EFAULT: bad address
     */
    @Call
    long rt_sigprocmask(
            Task task,
            @OneOf(value = Signals.class, prefix = "SIG_") int how,
            UserLong set,
            UserLong oldset,
            long sigsetsize);

    /**
     * Tells which blocked signals are pending (man 2 rt_sigpending).
     *
     * @param set receives them
     * @param sigsetsize bytes of a set: at most 8
     * @return 0. EINVAL: a bad size; EFAULT: bad address
     */
    @Call
    long rt_sigpending(Task task, @Out UserLong set, long sigsetsize);

    /**
     * Takes a pending signal out of a set, waiting for one (man 2 rt_sigtimedwait). The caller blocks these signals.
     *
     * @param set the signals
     * @param info receives what the signal came with, or NULL
     * @param timeout how long to wait; NULL for ever
     * @param sigsetsize bytes of a set: 8
     * @return the signal's number. EAGAIN: none came in time; EINTR: a handler of another signal ran; EINVAL: a bad size
     *     or time; EFAULT: bad address
     */
    @Call(returns = Returns.INT, blocks = true)
    long rt_sigtimedwait(
            Task task, UserLong set, @Out UserRef<SigInfo> info, UserRef<Timespec> timeout, long sigsetsize);

    /**
     * Replaces the mask and waits for a signal's handler (man 2 rt_sigsuspend). The old mask is back afterwards.
     *
     * @param mask the signals to block meanwhile
     * @param sigsetsize bytes of a set: 8
     * @return EINTR: a handler ran; EINVAL: a bad size; EFAULT: bad address
     */
    @Call(blocks = true)
    long rt_sigsuspend(Task task, UserLong mask, long sigsetsize);

    /**
     * Waits for a signal's handler (man 2 pause).
     *
     * @return EINTR: a handler ran
     */
    @Call(blocks = true)
    long pause(Task task);

    /**
     * Changes and tells the stack that handlers with SA_ONSTACK use (man 2 sigaltstack).
     *
     * @param ss the new one, or NULL
     * @param old_ss receives the previous one, or NULL
     * @return 0. EPERM: a handler runs on it; EINVAL: bad flags; ENOMEM: smaller than MINSIGSTKSZ; EFAULT: bad address
     */
    @Call
    long sigaltstack(Task task, UserRef<SignalStack> ss, @Out @Optional UserRef<SignalStack> old_ss);
}
