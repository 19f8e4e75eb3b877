package io.unishim.ipc;

import static io.unishim.abi.Sched.CLONE_SYSVSEM;

import io.unishim.library.Lifecycle;
import io.unishim.task.Task;

/** What is left of semaphores and segments when tasks come and go. */
final class IpcLifecycle implements Lifecycle {
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
        Adjustments.end(task);
        if (task.process().tasks().size() <= 1) {
            Attachments.end(task);
        }
    }
}
