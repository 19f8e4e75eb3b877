package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_KILL;
import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Capabilities.CAP_SYS_PTRACE;
import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Signals.SIGCONT;

import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import org.jspecify.annotations.Nullable;

/** What a task may do to others. */
final class Permissions {
    private Permissions() {}

    /** Who a process is: as its first living task, or null for a zombie. */
    private static @Nullable Credentials of(Process process) {
        for (Task first : process.tasks()) {
            return Credentials.of(first);
        }
        return null;
    }

    /** Whether a task may send a signal to a process (man 2 kill). */
    static boolean signal(Task task, Process target, int signal) {
        Credentials own = Credentials.of(task);
        if (target == task.process() || own.hasCapability(CAP_KILL)) {
            return true;
        }
        if (signal == SIGCONT && Membership.of(target).session == Membership.of(task.process()).session) {
            return true;
        }
        Credentials theirs = of(target);
        if (theirs == null) {
            int uid = ChildState.of(target).uid;
            return own.euid() == uid || own.uid() == uid;
        }
        int real = theirs.uid();
        int saved = theirs.users().saved();
        return own.euid() == real || own.euid() == saved || own.uid() == real || own.uid() == saved;
    }

    /** Whether a task may look into a process and take from it (man 2 ptrace, PTRACE_MODE_ATTACH_REALCREDS). */
    static boolean trace(Task task, Process target) {
        for (Task first : target.tasks()) {
            return TaskAttributes.mayLookInto(task, first);
        }
        return target == task.process() || Credentials.of(task).hasCapability(CAP_SYS_PTRACE);
    }

    /** Whether a task may look at and change the limits of a process (man 2 prlimit). */
    static boolean limit(Task task, Process target) {
        Credentials own = Credentials.of(task);
        Credentials theirs = of(target);
        return target == task.process() || own.hasCapability(CAP_SYS_RESOURCE) || theirs != null && own.owns(theirs);
    }

    /** Whether a task may change how another one is scheduled (man 7 sched). */
    static boolean schedule(Task task, Task target) {
        Credentials own = Credentials.of(task);
        Credentials theirs = Credentials.of(target);
        return own.euid() == theirs.uid() || own.euid() == theirs.euid() || own.hasCapability(CAP_SYS_NICE);
    }
}
