package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallTable;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calls that {@link AheadCode} makes are served by who registered them, with nothing around them: policies,
 * traces and counters see every call.
 */
final class PlainCalls {
    private static final Syscall[] CALLS = {Syscall.READ, Syscall.WRITE, Syscall.RECVFROM, Syscall.SENDTO};

    private final @Nullable SyscallHandler[] seen = new SyscallHandler[CALLS.length];
    private boolean plain;

    boolean areServedAsRegistered(CallTable calls) {
        boolean same = true;
        for (int i = 0; i < CALLS.length; i++) {
            SyscallHandler now = calls.current(CALLS[i].number());
            same &= now == seen[i];
            seen[i] = now;
        }
        if (!same) {
            plain = true;
            for (Syscall each : CALLS) {
                plain &= !calls.isChanged(each.linuxName());
            }
        }
        return plain;
    }
}
