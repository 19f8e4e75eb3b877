package io.unishim.library;

import io.unishim.call.SyscallHandler;

/** What puts itself before or in the place of a handler. */
@FunctionalInterface
public interface Replacement {
    /**
     * Gives the handler to use from now on.
     *
     * @param previous what answered before; for a call that nobody registered, what answers {@code -ENOSYS}
     * @return a handler that may pass calls on to {@code previous}
     */
    SyscallHandler over(SyscallHandler previous);
}
