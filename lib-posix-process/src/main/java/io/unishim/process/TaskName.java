package io.unishim.process;

import static io.unishim.abi.Limits.TASK_COMM_LENGTH;

import io.unishim.task.Task;
import java.util.Arrays;

/** A task's name in a program's memory: 15 bytes and a NUL. */
final class TaskName {
    private TaskName() {}

    static long set(Task task, long address) {
        byte[] bytes = new byte[TASK_COMM_LENGTH - 1];
        int length = task.memory().readString(address, bytes);
        TaskTraits.of(task).name(length < 0 ? bytes : Arrays.copyOf(bytes, length));
        return 0;
    }

    static long get(Task task, long address) {
        byte[] padded = Arrays.copyOf(TaskTraits.of(task).name(), TASK_COMM_LENGTH);
        padded[TASK_COMM_LENGTH - 1] = 0;
        task.memory().writeFully(address, padded);
        return 0;
    }
}
