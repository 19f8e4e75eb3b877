package io.unishim.core;

import io.unishim.call.SyscallHandler;
import io.unishim.library.Replacement;
import io.unishim.task.Task;

/**
 * One thing around a call. It is itself what the replacement was given as {@code previous}, so that the layer below can
 * change without the replacement being asked again: its counts live on.
 */
final class Layer implements SyscallHandler {
    private final Failures failures;
    private final String call;
    private volatile SyscallHandler below;
    private final SyscallHandler handler;

    Layer(Replacement replacement, SyscallHandler below, String call, Failures failures) {
        this.failures = failures;
        this.call = call;
        this.below = below;
        SyscallHandler given = replacement.over(this);
        if (given == null) {
            throw new IllegalArgumentException("the replacement of " + call + " gave null for a handler");
        }
        this.handler = given;
    }

    /** @return what answers with this layer in place */
    SyscallHandler handler() {
        return handler;
    }

    void below(SyscallHandler newBelow) {
        below = newBelow;
    }

    @Override
    public long handle(Task task, long a0, long a1, long a2, long a3, long a4, long a5) {
        try {
            return below.handle(task, a0, a1, a2, a3, a4, a5);
        } catch (Throwable thrown) {
            return failures.answer(thrown, call);
        }
    }
}
