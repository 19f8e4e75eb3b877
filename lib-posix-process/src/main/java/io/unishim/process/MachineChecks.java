package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.task.Task;

/** PR_MCE_KILL and PR_MCE_KILL_GET (man 2 prctl): what a process wishes at memory errors, of which none comes. */
final class MachineChecks {
    private static final int CLEAR = 0;
    private static final int SET = 1;
    private static final int DEFAULT = 2;

    private MachineChecks() {}

    static long set(Task task, long how, long policy, boolean clean) {
        if (!clean) {
            return -EINVAL;
        }
        if (how == CLEAR && policy == 0) {
            Attributes.of(task.process()).machineChecks = DEFAULT;
            return 0;
        }
        if (how == SET && policy >= 0 && policy <= DEFAULT) {
            Attributes.of(task.process()).machineChecks = (int) policy;
            return 0;
        }
        return -EINVAL;
    }

    static long get(Task task, boolean clean) {
        return clean ? Attributes.of(task.process()).machineChecks : -EINVAL;
    }
}
