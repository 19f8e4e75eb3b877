package io.unishim.process;

import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.IdentityCalls;
import io.unishim.task.Task;

/** Who the caller is. */
final class IdentityHandlers implements IdentityCalls {
    @Override
    @Support(FULL)
    public long getpid(Task task) {
        return task.process().pid();
    }

    @Override
    @Support(FULL)
    public long getppid(Task task) {
        return task.process().parentPid();
    }

    @Override
    @Support(FULL)
    public long gettid(Task task) {
        return task.tid();
    }
}
