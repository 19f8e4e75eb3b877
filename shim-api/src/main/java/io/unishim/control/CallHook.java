package io.unishim.control;

import io.unishim.call.CallDeclaration;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;

/** Something that hears of calls. It must not change what it is shown, and must not throw. */
public interface CallHook {
    /**
     * A call begins.
     *
     * @param call its row; for a call that nobody registered a row without arguments
     * @param arguments the six registers, valid during this method only
     */
    default void entered(Task task, CallDeclaration call, long[] arguments) {}

    /**
     * A call ended.
     *
     * @param call its row
     * @param arguments the six registers, valid during this method only
     * @param result what was answered
     * @param nanos how long it took on the host's clock
     */
    default void returned(Task task, CallDeclaration call, long[] arguments, long result, long nanos) {}

    /**
     * A program takes a signal: its handler will run, or what the signal does by default is done.
     *
     * @param info what the signal comes with
     */
    default void signalled(Task task, SigInfo info) {}

    /**
     * A task ended, in a call or between two.
     *
     * @param waitStatus as {@code wait4(2)} gives it
     */
    default void ended(Task task, int waitStatus) {}
}
