package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Resource.IOPRIO_CLASS_BE;
import static io.unishim.abi.Resource.IOPRIO_CLASS_IDLE;
import static io.unishim.abi.Resource.IOPRIO_CLASS_NONE;
import static io.unishim.abi.Resource.IOPRIO_CLASS_RT;
import static io.unishim.abi.Resource.IOPRIO_CLASS_SHIFT;
import static io.unishim.abi.Resource.IOPRIO_WHO_PROCESS;
import static io.unishim.abi.Resource.IOPRIO_WHO_USER;

import io.unishim.abi.Sched;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** Priorities of input and output (man 2 ioprio_set): kept and told. */
final class InputPriorities {
    private static final int CLASSES = 7;
    private static final int LEVELS = 7;

    /** What Linux keeps of a priority. */
    private static final int KEPT = 0xffff;

    long set(Task task, int which, int who, int priority) {
        Credentials own = Credentials.of(task);
        switch (priority >> IOPRIO_CLASS_SHIFT & CLASSES) {
            case IOPRIO_CLASS_RT -> {
                if (!own.hasCapability(CAP_SYS_ADMIN) && !own.hasCapability(CAP_SYS_NICE)) {
                    return -EPERM;
                }
            }
            case IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE -> {}
            case IOPRIO_CLASS_NONE -> {
                if ((priority & LEVELS) != 0) {
                    return -EINVAL;
                }
            }
            default -> {
                return -EINVAL;
            }
        }
        if (which < IOPRIO_WHO_PROCESS || which > IOPRIO_WHO_USER) {
            return -EINVAL;
        }
        long result = -ESRCH;
        for (Task each : Niceness.find(task, which - IOPRIO_WHO_PROCESS, who)) {
            int uid = Credentials.of(each).uid();
            if (uid != own.euid() && uid != own.uid() && !own.hasCapability(CAP_SYS_NICE)) {
                return -EPERM;
            }
            Schedule.of(each).inputPriority = priority & KEPT;
            result = 0;
        }
        return result;
    }

    long get(Task task, int which, int who) {
        long best = -ESRCH;
        for (Task each : Niceness.find(task, which - IOPRIO_WHO_PROCESS, who)) {
            int own = Schedule.of(each).inputPriority;
            int priority = which == IOPRIO_WHO_PROCESS ? own : effective(each, own);
            best = best < 0 ? priority : Math.min(best, priority);
        }
        return best;
    }

    /** Without a class of its own a task has that of its policy, and a level by its nice value. */
    private static int effective(Task task, int own) {
        if (own >> IOPRIO_CLASS_SHIFT != IOPRIO_CLASS_NONE) {
            return own;
        }
        Schedule schedule = Schedule.of(task);
        int level = (schedule.nice + 20) / 5;
        int byPolicy = Schedule.realTime(schedule.policy)
                ? IOPRIO_CLASS_RT
                : schedule.policy == Sched.SCHED_IDLE ? IOPRIO_CLASS_IDLE : IOPRIO_CLASS_BE;
        return byPolicy << IOPRIO_CLASS_SHIFT | level;
    }
}
