package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Resource.PRIO_MAX;
import static io.unishim.abi.Resource.PRIO_MIN;
import static io.unishim.abi.Resource.PRIO_PGRP;
import static io.unishim.abi.Resource.PRIO_PROCESS;
import static io.unishim.abi.Resource.PRIO_USER;
import static io.unishim.abi.Resource.RLIMIT_NICE;

import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Nice values of one task, of a group's or of a user's tasks (man 2 getpriority). */
final class Niceness {
    /** Whether a limit as RLIMIT_NICE has it, 20 less the nice value, lets a task have a nice value. */
    static boolean within(long limit, int nice) {
        return Long.compareUnsigned(20L - nice, limit) <= 0;
    }

    long get(Task task, int which, int who) {
        if (which < PRIO_PROCESS || which > PRIO_USER) {
            return -EINVAL;
        }
        long best = -ESRCH;
        for (Task each : find(task, which, who)) {
            best = Math.max(best, 20L - Schedule.of(each).nice);
        }
        return best;
    }

    long set(Task task, int which, int who, int prio) {
        if (which < PRIO_PROCESS || which > PRIO_USER) {
            return -EINVAL;
        }
        int nice = Math.max(PRIO_MIN, Math.min(PRIO_MAX - 1, prio));
        long result = -ESRCH;
        for (Task each : find(task, which, who)) {
            long one = setOne(task, each, nice);
            // As the kernel does it: the first success counts, but a later failure is told.
            result = one != 0 ? one : result == -ESRCH ? 0 : result;
        }
        return result;
    }

    private static long setOne(Task task, Task target, int nice) {
        if (!Permissions.schedule(task, target)) {
            return -EPERM;
        }
        Schedule schedule = Schedule.of(target);
        boolean lower = nice < schedule.nice;
        boolean may = Credentials.of(task).hasCapability(CAP_SYS_NICE)
                || within(ResourceLimits.of(target.process()).soft(RLIMIT_NICE), nice);
        if (lower && !may) {
            return -EACCES;
        }
        schedule.nice = nice;
        return 0;
    }

    static List<Task> find(Task task, int which, int who) {
        if (which == PRIO_PROCESS) {
            Task found = who == 0 ? task : task.shim().tasks().task(who);
            return found == null ? List.of() : List.of(found);
        }
        int id = who != 0
                ? who
                : which == PRIO_PGRP
                        ? Membership.of(task.process()).group
                        : Credentials.of(task).uid();
        List<Task> found = new ArrayList<>();
        for (Process process : task.shim().tasks().processes()) {
            for (Task each : process.tasks()) {
                int of = which == PRIO_PGRP
                        ? Membership.of(process).group
                        : Credentials.of(each).uid();
                if (of == id && each.stateOrNull(Schedule.KEY) != null) {
                    found.add(each);
                }
            }
        }
        return found;
    }
}
