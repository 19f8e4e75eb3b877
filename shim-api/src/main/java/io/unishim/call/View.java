package io.unishim.call;

import io.unishim.Shim;
import io.unishim.task.Task;

/** What a friendly view stands on: a shim and the task that calls. */
public interface View {
    /** @return the shim */
    Shim shim();

    /** @return the task that calls */
    Task task();
}
