package io.unishim.core;

import io.unishim.abi.Arch;
import io.unishim.abi.Syscall;
import io.unishim.call.CallRoute;
import io.unishim.call.SyscallHandler;
import io.unishim.task.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The handlers by Linux's numbers. A call costs a bounds check, an array load and the handler; whatever stands around a
 * call is part of its handler. {@link CallControl} changes entries while calls run.
 */
final class SyscallTable implements CallRoute {
    /** Whose numbers index the table. */
    static final Arch ARCH = Arch.X86_64;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(SyscallHandler[].class);

    private final Missing missing;
    private final Failures failures;

    // Replaced by a longer one at boot only, before any call is made.
    private SyscallHandler[] slots;

    /** What serves a number that the table has no room for. */
    private volatile IntFunction<SyscallHandler> outside;

    SyscallTable(Missing missing, Failures failures) {
        this.missing = missing;
        this.failures = failures;
        this.outside = missing::of;
        this.slots = new SyscallHandler[0];
        reach(Syscall.newest(ARCH));
    }

    /** Makes room for a number; at boot only. */
    void reach(int number) {
        int size = slots.length;
        if (number >= size) {
            SyscallHandler[] longer = Arrays.copyOf(slots, number + 1);
            Arrays.setAll(longer, i -> i < size ? longer[i] : missing.of(i));
            slots = longer;
        }
    }

    int size() {
        return slots.length;
    }

    void put(int number, SyscallHandler handler) {
        SLOT.setRelease(slots, number, handler);
    }

    void outside(IntFunction<SyscallHandler> handlers) {
        outside = handlers;
    }

    @Override
    public SyscallHandler current(int number) {
        SyscallHandler[] all = slots;
        return number >= 0 && number < all.length
                ? (SyscallHandler) SLOT.getAcquire(all, number)
                : outside.apply(number);
    }

    /** Has a handler serve a call that may not be the one of the table. */
    long answer(SyscallHandler handler, Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        try {
            return handler.handle(task, a0, a1, a2, a3, a4, a5);
        } catch (Throwable thrown) {
            return failures.answer(thrown, Syscall.nameOf(ARCH, number));
        }
    }

    @Override
    public long dispatch(Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        SyscallHandler[] all = slots;
        try {
            if (number >= 0 && number < all.length) {
                return ((SyscallHandler) SLOT.getAcquire(all, number)).handle(task, a0, a1, a2, a3, a4, a5);
            }
            return outside.apply(number).handle(task, a0, a1, a2, a3, a4, a5);
        } catch (Throwable thrown) {
            return failures.answer(thrown, Syscall.nameOf(ARCH, number));
        }
    }
}
