package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Mman.MADV_COLD;
import static io.unishim.abi.Mman.MADV_COLLAPSE;
import static io.unishim.abi.Mman.MADV_PAGEOUT;
import static io.unishim.abi.Mman.MADV_WILLNEED;
import static io.unishim.abi.Sched.PIDFD_NONBLOCK;
import static io.unishim.abi.Sched.PIDFD_THREAD;
import static io.unishim.abi.Signals.PIDFD_SIGNAL_PROCESS_GROUP;
import static io.unishim.abi.Signals.PIDFD_SIGNAL_THREAD;
import static io.unishim.abi.Signals.PIDFD_SIGNAL_THREAD_GROUP;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.PidfdCalls;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.UserRef;
import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;

/** Serves {@link PidfdCalls}. */
final class PidfdHandlers implements PidfdCalls {
    private final KillHandlers kill;

    PidfdHandlers(KillHandlers kill) {
        this.kill = kill;
    }

    @Override
    @Support(FULL)
    public long pidfd_open(Task task, int pid, int flags) {
        if ((flags & ~(PIDFD_NONBLOCK | PIDFD_THREAD)) != 0 || pid <= 0) {
            return -EINVAL;
        }
        Descriptors descriptors = task.process().stateOrNull(Descriptors.KEY);
        if (descriptors == null) {
            return -ENOSYS;
        }
        boolean one = (flags & PIDFD_THREAD) != 0;
        Task thread = task.shim().tasks().task(pid);
        Process process = task.shim().tasks().process(pid);
        if (process == null && thread != null && one) {
            return Pidfd.install(descriptors, thread.process(), thread, flags);
        }
        if (process == null) {
            return thread == null ? -ESRCH : -ENOENT;
        }
        return Pidfd.install(descriptors, process, one ? thread : null, flags);
    }

    @Override
    @Support(FULL)
    public long pidfd_send_signal(Task task, int pidfd, int sig, UserRef<SigInfo> info, int flags) {
        int kinds = PIDFD_SIGNAL_THREAD | PIDFD_SIGNAL_THREAD_GROUP | PIDFD_SIGNAL_PROCESS_GROUP;
        if ((flags & ~kinds) != 0 || Integer.bitCount(flags) > 1) {
            return -EINVAL;
        }
        Pidfd target = Pidfd.toSignal(task, pidfd);
        if (target == null) {
            return -EBADF;
        }
        int whom = flags != 0 ? flags : target.thread() == null ? PIDFD_SIGNAL_THREAD_GROUP : PIDFD_SIGNAL_THREAD;
        SigInfo given;
        if (info.isNull()) {
            given = KillHandlers.own(task, sig, whom == PIDFD_SIGNAL_THREAD);
        } else {
            given = info.get();
            if (given.signo() != sig) {
                return -EINVAL;
            }
            if (target.process() != task.process() && KillHandlers.pretends(given)) {
                return -EPERM;
            }
        }
        return target.gone() ? -ESRCH : send(task, target, whom, given);
    }

    private long send(Task task, Pidfd target, int whom, SigInfo info) {
        Process process = target.process();
        if (whom == PIDFD_SIGNAL_PROCESS_GROUP) {
            return kill.toGroup(task, process.pid(), info.signo(), info);
        }
        if (whom == PIDFD_SIGNAL_THREAD_GROUP) {
            return kill.toProcess(task, process, info.signo(), info);
        }
        Task thread = target.thread();
        return kill.toTask(task, process.pid(), thread == null ? process.pid() : thread.tid(), info.signo(), info);
    }

    @Override
    @Support(FULL)
    public long pidfd_getfd(Task task, int pidfd, int targetfd, int flags) {
        if (flags != 0) {
            return -EINVAL;
        }
        Pidfd pid = Pidfd.find(task, pidfd);
        Descriptors own = task.process().stateOrNull(Descriptors.KEY);
        if (own == null || pid == null) {
            return -EBADF;
        }
        Process target = pid.process();
        Descriptors theirs = target.stateOrNull(Descriptors.KEY);
        if (theirs == null || target.tasks().isEmpty()) {
            return -ESRCH;
        }
        if (!Permissions.trace(task, target)) {
            return -EPERM;
        }
        OpenFileDescription found = theirs.get(targetfd);
        return found == null || !found.retain() ? -EBADF : own.install(found, 0, true);
    }

    @Override
    @Support(
            value = PARTIAL,
            note =
                    "of another process, whose memory is in a process of the host of its own, mappings are checked and nothing is hinted")
    public long process_madvise(Task task, int pidfd, long vector, long count, int advice, int flags) {
        Vectors parts = flags != 0 ? null : Vectors.read(task, vector, count);
        if (parts == null) {
            return -EINVAL;
        }
        Pidfd target = Pidfd.findOrSelf(task, pidfd);
        if (target == null) {
            return -EBADF;
        }
        Process process = target.process();
        if (process.tasks().isEmpty() || !(process.memory() instanceof AddressSpace space)) {
            return -ESRCH;
        }
        if (process.memory() != task.memory()) {
            if (!Permissions.trace(task, process)) {
                return -EPERM;
            }
            if (!ofOthers(advice)) {
                return -EINVAL;
            }
            if (!Credentials.of(task).hasCapability(CAP_SYS_NICE)) {
                return -EPERM;
            }
        }
        return advise(task, space, parts, advice);
    }

    /** What does not change what the other process finds in its memory. */
    private static boolean ofOthers(int advice) {
        return advice == MADV_COLD || advice == MADV_PAGEOUT || advice == MADV_WILLNEED || advice == MADV_COLLAPSE;
    }

    private static long advise(Task task, AddressSpace space, Vectors parts, int advice) {
        long done = 0;
        for (int i = 0; i < parts.lengths().length; i++) {
            long result = space.advise(task, parts.addresses()[i], parts.lengths()[i], advice);
            if (result != 0) {
                return done != 0 ? done : result;
            }
            done += parts.lengths()[i];
        }
        return done;
    }

    @Override
    @Support(FULL)
    public long process_mrelease(Task task, int pidfd, int flags) {
        if (flags != 0) {
            return -EINVAL;
        }
        Pidfd target = Pidfd.findOrSelf(task, pidfd);
        if (target == null) {
            return -EBADF;
        }
        long result = -ESRCH;
        for (Task each : target.process().tasks()) {
            if ((each.work() & Task.EXIT) == 0) {
                return -EINVAL;
            }
            result = 0;
        }
        return result;
    }
}
