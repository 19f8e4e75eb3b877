package io.unishim.abi;

/**
 * What a call returns inside the kernel when a signal cut it short, before it is known whether the
 * program is to see {@code EINTR} or the call is to start over.
 *
 * <p>A handler that blocks returns one of these, negated ({@code return -ERESTARTSYS;}). Whoever called
 * the handler then delivers the signal and decides; <em>no program ever sees these numbers</em>, and so
 * they are no part of {@link Errno}. See {@code signal(7)}, "Interruption of system calls and library
 * functions by signal handlers", and {@code SA_RESTART} in {@code sigaction(2)}.
 *
 * <p>A signal without a handler which does not end the program restarts the call in all four cases.
 */
public final class Restart {
    /**
     * Start over if the signal's handler was set with {@code SA_RESTART}, else {@code EINTR}. For calls
     * which may be repeated with the same arguments: read, write, wait4, futex waits without a time-out.
     */
    public static final int ERESTARTSYS = 512;

    /**
     * Always start over, even if the handler was set without {@code SA_RESTART}. For calls which never
     * show {@code EINTR}.
     */
    public static final int ERESTARTNOINTR = 513;

    /**
     * {@code EINTR} if a handler ran, whatever its flags; start over if none did. For calls which
     * {@code signal(7)} lists as never restarted: pause, sigsuspend, select, ppoll, epoll_wait.
     */
    public static final int ERESTARTNOHAND = 514;

    /**
     * Like {@link #ERESTARTNOHAND}, but starting over goes through {@code restart_syscall(2)}, since the
     * arguments would be wrong the second time: a relative time-out of which a part has passed
     * (nanosleep, poll, futex waits with a time-out).
     */
    public static final int ERESTART_RESTARTBLOCK = 516;

    private Restart() {}

    /** Whether a call's raw result asks for one of the four ways above. */
    public static boolean isRestart(long result) {
        return result == -ERESTARTSYS
                || result == -ERESTARTNOINTR
                || result == -ERESTARTNOHAND
                || result == -ERESTART_RESTARTBLOCK;
    }
}
