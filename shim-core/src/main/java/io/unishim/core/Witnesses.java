package io.unishim.core;

import io.unishim.control.CallHook;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The hooks of a shim, for what happens to tasks outside of calls. */
final class Witnesses {
    private final Failures failures;
    private final List<CallHook> hooks = new CopyOnWriteArrayList<>();

    Witnesses(Failures failures) {
        this.failures = failures;
    }

    void add(CallHook hook) {
        hooks.add(hook);
    }

    void remove(CallHook hook) {
        hooks.remove(hook);
    }

    void signalled(Task task, SigInfo info) {
        for (CallHook each : hooks) {
            try {
                each.signalled(task, info);
            } catch (Throwable thrown) {
                failures.hook(thrown, "signals");
            }
        }
    }

    void ended(Task task, int waitStatus) {
        for (CallHook each : hooks) {
            try {
                each.ended(task, waitStatus);
            } catch (Throwable thrown) {
                failures.hook(thrown, "ends");
            }
        }
    }
}
