package io.unishim.process;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.GroupCalls;
import io.unishim.task.ControllingTerminal;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Process groups and sessions. */
final class GroupHandlers implements GroupCalls {
    /** Orders changes: whether a group exists must stay true while a process joins it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The process of a task's id, as the kernel looks ids up; 0 is the caller's. */
    static @Nullable Process process(Task task, int pid) {
        if (pid == 0) {
            return task.process();
        }
        Process found = task.shim().tasks().process(pid);
        if (found != null) {
            return found;
        }
        Task other = task.shim().tasks().task(pid);
        return other == null ? null : other.process();
    }

    @Override
    @Support(FULL)
    public long getpgid(Task task, int pid) {
        Process process = process(task, pid);
        return process == null ? -ESRCH : Membership.of(process).group;
    }

    @Override
    @Support(FULL)
    public long getpgrp(Task task) {
        return Membership.of(task.process()).group;
    }

    @Override
    @Support(FULL)
    public long getsid(Task task, int pid) {
        Process process = process(task, pid);
        return process == null ? -ESRCH : Membership.of(process).session;
    }

    @Override
    @Support(FULL)
    public long setpgid(Task task, int pid, int pgid) {
        Process caller = task.process();
        int group = pgid != 0 ? pgid : pid != 0 ? pid : caller.pid();
        if (group < 0) {
            return -EINVAL;
        }
        lock.lock();
        try {
            Process process = pid == 0 ? caller : task.shim().tasks().process(pid);
            if (process == null || process != caller && process.parent() != caller) {
                // A thread's id other than its process's is refused with EINVAL.
                return process == null && pid != 0 && task.shim().tasks().task(pid) != null ? -EINVAL : -ESRCH;
            }
            return move(Membership.of(caller), process, process != caller, group);
        } finally {
            lock.unlock();
        }
    }

    private static long move(Membership caller, Process process, boolean child, int pgid) {
        Membership member = Membership.of(process);
        if (child && member.session != caller.session) {
            return -EPERM;
        }
        if (child && member.executed) {
            return -EACCES;
        }
        if (member.session == process.pid()) {
            return -EPERM;
        }
        if (pgid != process.pid() && !exists(process, pgid, caller.session)) {
            return -EPERM;
        }
        member.group = pgid;
        return 0;
    }

    private static boolean exists(Process near, int group, int session) {
        for (Process each : near.shim().tasks().processes()) {
            Membership member = Membership.of(each);
            if (member.group == group && member.session == session) {
                return true;
            }
        }
        return false;
    }

    @Override
    @Support(FULL)
    public long setsid(Task task) {
        int pid = task.process().pid();
        lock.lock();
        try {
            for (Process each : task.shim().tasks().processes()) {
                if (Membership.of(each).group == pid) {
                    return -EPERM;
                }
            }
            Membership own = Membership.of(task.process());
            own.session = pid;
            own.group = pid;
            task.process().put(ControllingTerminal.KEY, null);
            return pid;
        } finally {
            lock.unlock();
        }
    }
}
