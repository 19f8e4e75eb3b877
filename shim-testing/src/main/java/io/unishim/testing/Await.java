package io.unishim.testing;

import io.unishim.task.Task;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads of a test are bound to do, for as long as that takes. */
public final class Await {
    private Await() {}

    /** Waits until something is true that is bound to become true. */
    @SuppressWarnings("ThreadPriorityCheck") // lets go on whom it waits for; no outcome rests on it
    public static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /** Waits until a task waits: its Java thread is parked by its waiter then, and it has nothing of its own to look at. */
    public static void parked(Task task) {
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> LockSupport.getBlocker(each) == task.waiter()));
    }
}
