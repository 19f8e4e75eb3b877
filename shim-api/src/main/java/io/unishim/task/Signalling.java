package io.unishim.task;

import static io.unishim.abi.Signals.SI_USER;

import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import org.jspecify.annotations.Nullable;

/** Signals as others see them; provided by the library that owns them. */
public interface Signalling {
    /**
     * Sends a signal to a process, as the kernel does.
     *
     * @param signal 1 to 64
     */
    void send(Process process, int signal, SigInfo info);

    /** Sends a signal to one task, as the kernel does. */
    void send(Task task, int signal, SigInfo info);

    /** Tells what a signal comes with when it is taken, which may be long after it was sent. */
    @FunctionalInterface
    interface Source {
        /**
         * Called once, by whoever takes or drops the signal, who holds a lock: must not block or send signals.
         *
         * @param sent what it was sent with
         * @return what it comes with
         */
        SigInfo taken(SigInfo sent);
    }

    /**
     * As {@link #send(Process, int, SigInfo)}, for a source that sends its next one when this one was taken.
     *
     * @return whether it waits to be taken; if not, it is ignored or the same standard signal waits already, and the source
     *     is not called
     */
    boolean send(Process process, int signal, SigInfo info, Source source);

    /** As {@link #send(Process, int, SigInfo, Source)}, to one task. */
    boolean send(Task task, int signal, SigInfo info, Source source);

    /**
     * Sends a task a signal for what it tried to do, as from itself (the kernel's {@code send_sig}); none where no library of
     * the shim owns signals.
     */
    static void self(Task task, int signal) {
        Signalling signals = task.shim().serviceOrNull(Signalling.class);
        if (signals != null) {
            int pid = task.process().pid();
            signals.send(
                    task,
                    signal,
                    SigInfo.from(signal, SI_USER, pid, Credentials.of(task).uid()));
        }
    }

    /**
     * Makes a task take a signal for what its program just did: a bad access, a division by zero. If it blocks or ignores
     * the signal, the default action is taken, as Linux does.
     */
    void force(Task task, int signal, SigInfo info);

    /**
     * Takes the next signal that the task must handle; called by the task's own thread between two steps of its program.
     * Signals that are ignored, or whose default action this method takes (end: {@link Task#exit}; stop: it waits until
     * continued), are not returned.
     *
     * @return what to build a frame for, or null if nothing is left to handle
     */
    @Nullable
    Handler next(Task task);

    /** @return the signals that a task blocks; bit n-1 stands for signal n */
    long mask(Task task);

    /** Replaces the signals that a task blocks, at {@code rt_sigreturn(2)}; SIGKILL and SIGSTOP are never blocked. */
    void mask(Task task, long mask);

    /**
     * Takes back a task's alternate stack, at {@code rt_sigreturn(2)}, when its registers are back; one that makes no sense is
     * let be.
     */
    void alternateStack(Task task, SignalStack stack);

    /**
     * Replaces the signals that a task blocks for the rest of the call it is making, as {@code ppoll(2)}, {@code
     * pselect(2)}, {@code epoll_pwait(2)} and {@code sigsuspend(2)} do. Called by the task's own thread before it waits;
     * a wait then ends for the signals that this mask lets through. End with {@link #endTemporaryMask}.
     */
    void temporaryMask(Task task, long mask);

    /**
     * Ends {@link #temporaryMask}; does nothing if there was none.
     *
     * @param interrupted whether the call ends because of a signal: then the temporary mask stays until {@link #next} has
     *     taken the signal, and what it returns has the task's own mask as {@link Handler#oldMask}. Else the task's own mask
     *     is back when this method returns
     */
    void endTemporaryMask(Task task, boolean interrupted);

    /**
     * Signals as sets; bit n-1 stands for signal n.
     *
     * @param pending for the task
     * @param shared for any task of the process
     * @param blocked by the task
     * @param ignored by the process
     * @param caught by the process
     * @param queued how many wait
     */
    record Sets(long pending, long shared, long blocked, long ignored, long caught, int queued) {}

    /** @return the signals of a task, for those who show them */
    Sets sets(Task task);

    /**
     * A handler of a program that is to run now. The mask of the task was changed as its action says.
     *
     * @param signal its number
     * @param info what it came with
     * @param address of the handler
     * @param flags SA_*
     * @param restorer where the handler returns to
     * @param oldMask what {@code rt_sigreturn(2)} restores
     * @param stack the task's alternate stack, or one of size 0: kept in the frame for {@code rt_sigreturn(2)}
     * @param alternate whether the handler is to run there (SA_ONSTACK), if it is not on it already
     * @param restart whether a call that was interrupted is made again after the handler (SA_RESTART)
     */
    record Handler(
            int signal,
            SigInfo info,
            long address,
            long flags,
            long restorer,
            long oldMask,
            SignalStack stack,
            boolean alternate,
            boolean restart) {}
}
