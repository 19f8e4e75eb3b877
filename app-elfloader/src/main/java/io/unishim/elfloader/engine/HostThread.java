package io.unishim.elfloader.engine;

import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.abi.Signals.SIGFPE;
import static io.unishim.abi.Signals.SIGILL;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.abi.Signals.SIGTRAP;
import static io.unishim.abi.Signals.SIG_SETMASK;

import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;

/**
 * What a Java thread of the host needs to run a program, and its undoing: an alternate signal stack, a mask that lets only
 * our signals through (the JVM's handlers could not bear the program's thread pointer), Syscall User Dispatch, and the GS
 * base.
 */
final class HostThread {
    private static final int PR_SET_SYSCALL_USER_DISPATCH = 59;
    private static final int STACK_SIZE = 64 * 1024;
    private static final int SS_DISABLE = 2;
    private static final long PID = HostCalls.call(Syscall.GETPID.number(), 0, 0, 0);

    /** The stack for signals and behind it the words that calls point to: a thread is used for one program after the other. */
    private static final ThreadLocal<OffHeap> ROOM =
            ThreadLocal.withInitial(() -> OffHeap.allocate(STACK_SIZE + 64, 64));

    private final Context context;
    private final OffHeap room = ROOM.get();
    private final OffHeap words = room.slice(STACK_SIZE, 64);
    private final int tid;
    private final Thread thread = Thread.currentThread();

    /** Prepares the current thread; {@link #detach} on the same thread undoes it. */
    HostThread(Context context) {
        this.context = context;
        this.tid = (int) HostCalls.call(Syscall.GETTID.number(), 0, 0, 0);
        stack(0, room.address(), STACK_SIZE);
        words.putLong(0, ~ours());
        check(
                "rt_sigprocmask",
                HostCalls.call(Syscall.RT_SIGPROCMASK.number(), SIG_SETMASK, words.address(), words.address() + 8, 8));
        context.setInt(Context.SELECTOR, 0);
        check(
                "prctl(PR_SET_SYSCALL_USER_DISPATCH)",
                HostCalls.call(
                        Syscall.PRCTL.number(),
                        PR_SET_SYSCALL_USER_DISPATCH,
                        1,
                        Engine.codeAddress(),
                        Engine.codeSize(),
                        context.address() + Context.SELECTOR,
                        0));
        Engine.attach(context.address());
    }

    /** @return the host's id of this JVM */
    static int pid() {
        return (int) PID;
    }

    /** @return the signals that a program's thread takes, as a mask of those that it does not block */
    static long ours() {
        long mask = 0;
        for (int signal : new int[] {SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, Engine.KICK}) {
            mask |= 1L << (signal - 1);
        }
        return mask;
    }

    private void stack(int flags, long address, long size) {
        words.putLong(16, address);
        words.putLong(24, flags);
        words.putLong(32, size);
        check("sigaltstack", HostCalls.call(Syscall.SIGALTSTACK.number(), words.address() + 16, 0, 0));
    }

    /**
     * Makes the program of this thread come out, now or before it is next entered. May be called by any thread. If it is this
     * one, the program is out, and what the signal's handler would do is done without a signal.
     */
    void kick() {
        if (thread == Thread.currentThread()) {
            context.setInt(Context.PENDING, 1);
            return;
        }
        HostCalls.call(Syscall.TGKILL.number(), PID, tid, Engine.KICK);
    }

    /** Makes an ordinary Java thread of the current one again. */
    void detach() {
        Engine.detach();
        HostCalls.call(Syscall.PRCTL.number(), PR_SET_SYSCALL_USER_DISPATCH, 0, 0, 0);
        stack(SS_DISABLE, 0, 0);
        HostCalls.call(Syscall.RT_SIGPROCMASK.number(), SIG_SETMASK, words.address() + 8, 0, 8);
        context.setInt(Context.SELECTOR, 0);
    }

    private static void check(String what, long result) {
        if (result < 0) {
            throw new IllegalStateException(what + ": " + Errno.of((int) -result));
        }
    }
}
