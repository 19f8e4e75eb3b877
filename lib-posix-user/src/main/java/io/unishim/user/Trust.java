package io.unishim.user;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;

/** Hangs other credentials on a task, and what follows from that (the kernel's commit_creds). */
final class Trust {
    private Trust() {}

    static void commit(Task task, Credentials old, Credentials now) {
        if (isPromotion(old, now)) {
            TaskAttributes attributes = task.stateOrNull(TaskAttributes.KEY);
            if (attributes != null) {
                attributes.promoted();
            }
        }
        task.put(Credentials.KEY, now);
    }

    /** @return whether somebody else must not learn any more what the task knows (PR_SET_DUMPABLE in man 2 prctl) */
    static boolean isPromotion(Credentials old, Credentials now) {
        return old.euid() != now.euid()
                || old.egid() != now.egid()
                || old.fsuid() != now.fsuid()
                || old.fsgid() != now.fsgid()
                || (now.capabilities().permitted() & ~old.capabilities().permitted()) != 0;
    }
}
