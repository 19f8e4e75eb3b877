package io.unishim.process;

import static io.unishim.abi.Limits.TASK_COMM_LENGTH;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.task.Task;
import java.util.Arrays;

/** A task's name: 15 bytes and a NUL. That of a process is its first task's. */
final class TaskName {
    private TaskName() {}

    static long set(Task task, long address) {
        byte[] bytes = new byte[TASK_COMM_LENGTH - 1];
        int length = task.memory().readString(address, bytes);
        byte[] name = length < 0 ? bytes : Arrays.copyOf(bytes, length);
        Attributes.OfTask.of(task).name = name;
        if (task.tid() == task.process().pid()) {
            task.process().name(new String(name, UTF_8));
        }
        return 0;
    }

    static long get(Task task, long address) {
        byte[] name = Attributes.OfTask.of(task).name;
        byte[] known = name == null ? task.process().name().getBytes(UTF_8) : name;
        byte[] padded = Arrays.copyOf(known, TASK_COMM_LENGTH);
        padded[TASK_COMM_LENGTH - 1] = 0;
        task.memory().writeFully(address, padded);
        return 0;
    }
}
