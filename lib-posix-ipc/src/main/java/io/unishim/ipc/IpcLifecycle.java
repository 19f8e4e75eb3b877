package io.unishim.ipc;

import static io.unishim.abi.Sched.CLONE_SYSVSEM;

import io.unishim.library.Lifecycle;
import io.unishim.task.StateKey;
import io.unishim.task.Task;

/** What is left of semaphores and segments when tasks come and go. */
final class IpcLifecycle implements Lifecycle {
    /** Here, so that what ends without adjustments need not load their class. */
    static final StateKey<Adjustments> ADJUSTMENTS = StateKey.of("semaphore adjustments");

    private final IpcState state;

    IpcLifecycle(IpcState state) {
        this.state = state;
    }

    @Override
    public long cloneFlags() {
        return CLONE_SYSVSEM;
    }

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        if ((flags & CLONE_SYSVSEM) != 0) {
            Adjustments.share(parent, child);
        }
        return 0;
    }

    @Override
    public void taskExited(Task task) {
        Adjustments undone = task.stateOrNull(ADJUSTMENTS);
        if (undone != null) {
            undone.end(task);
        }
        if (state.hasSegments() && task.process().tasks().size() <= 1) {
            Attachments.end(task);
        }
    }
}
