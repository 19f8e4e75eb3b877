package io.unishim.core;

import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.library.Replacement;
import io.unishim.task.Task;

/** A handler that makes an event of each call. The only class that needs jdk.jfr, loaded when first asked for. */
record RecordedCall(String call, SyscallHandler previous) implements SyscallHandler {
    static Replacement around(CallDeclaration call) {
        return previous -> new RecordedCall(call.name(), previous);
    }

    /** @throws IllegalStateException if this JVM has no jdk.jfr */
    static void check() {
        try {
            Class.forName("jdk.jfr.Event");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this JVM has no module jdk.jfr, or it needs --add-modules jdk.jfr", e);
        }
    }

    @Override
    public long handle(Task task, long a0, long a1, long a2, long a3, long a4, long a5) {
        SyscallEvent event = new SyscallEvent();
        event.begin();
        long result = previous.handle(task, a0, a1, a2, a3, a4, a5);
        event.end();
        if (event.shouldCommit()) {
            event.call = call;
            event.pid = task.process().pid();
            event.tid = task.tid();
            event.result = result;
            event.commit();
        }
        return result;
    }
}
