package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Resource.RLIMIT_NPROC;
import static io.unishim.abi.Resource.RLIM_INFINITY;

import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;

/** RLIMIT_NPROC: how many tasks a user may have. It binds neither root nor who has certain capabilities (man 2 getrlimit). */
final class ProcessCount {
    private ProcessCount() {}

    /** @return whether a task may make one more */
    static boolean allowsAnother(Task maker) {
        long limit = ResourceLimits.of(maker.process()).soft(RLIMIT_NPROC);
        Credentials who = Credentials.of(maker);
        if (limit == RLIM_INFINITY
                || who.uid() == 0
                || who.hasCapability(CAP_SYS_RESOURCE)
                || who.hasCapability(CAP_SYS_ADMIN)) {
            return true;
        }
        return Long.compareUnsigned(count(maker, who.uid()), limit) < 0;
    }

    private static long count(Task maker, int uid) {
        long count = 0;
        for (Process each : maker.shim().tasks().processes()) {
            if (each.status() != Process.RUNNING) {
                // A zombie counts until it is waited for.
                count += ChildState.of(each).uid == uid ? 1 : 0;
            }
            for (Task task : each.tasks()) {
                count += Credentials.of(task).uid() == uid ? 1 : 0;
            }
        }
        return count;
    }
}
