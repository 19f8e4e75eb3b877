package io.unishim.core;

import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallHook;
import io.unishim.task.StateKey;
import io.unishim.task.Task;

/** A handler that tells a hook of each call. */
final class HookedCall implements SyscallHandler {
    /** Six registers that hooks are shown, so that telling allocates nothing. */
    private static final StateKey<long[]> REGISTERS = StateKey.of("registers");

    private final CallDeclaration call;
    private final CallHook hook;
    private final SyscallHandler previous;
    private final Failures failures;

    HookedCall(CallDeclaration call, CallHook hook, SyscallHandler previous, Failures failures) {
        this.call = call;
        this.hook = hook;
        this.previous = previous;
        this.failures = failures;
    }

    @Override
    public long handle(Task task, long a0, long a1, long a2, long a3, long a4, long a5) {
        long[] registers = task.stateOrNull(REGISTERS);
        if (registers == null) {
            registers = new long[6];
            task.put(REGISTERS, registers);
        }
        try {
            hook.entered(task, call, fill(registers, a0, a1, a2, a3, a4, a5));
        } catch (Throwable thrown) {
            failures.hook(thrown, call.name());
        }
        long start = System.nanoTime();
        long result = previous.handle(task, a0, a1, a2, a3, a4, a5);
        long nanos = System.nanoTime() - start;
        try {
            // Filled again: the call may have made others, and those have hooks, too.
            hook.returned(task, call, fill(registers, a0, a1, a2, a3, a4, a5), result, nanos);
        } catch (Throwable thrown) {
            failures.hook(thrown, call.name());
        }
        return result;
    }

    private static long[] fill(long[] registers, long a0, long a1, long a2, long a3, long a4, long a5) {
        registers[0] = a0;
        registers[1] = a1;
        registers[2] = a2;
        registers[3] = a3;
        registers[4] = a4;
        registers[5] = a5;
        return registers;
    }
}
