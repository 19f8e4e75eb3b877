package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SI_TKILL;
import static io.unishim.abi.Signals.SI_USER;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.KillCalls;
import io.unishim.memory.UserRef;
import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Sending signals. */
final class KillHandlers implements KillCalls {
    private final SignalSender sender;

    KillHandlers(SignalSender sender) {
        this.sender = sender;
    }

    @Override
    @Support(FULL)
    public long kill(Task task, int pid, int sig) {
        if (pid == Integer.MIN_VALUE) {
            return -ESRCH;
        }
        SigInfo info = own(task, sig, SI_USER);
        if (pid > 0) {
            return toProcess(task, GroupHandlers.process(task, pid), sig, info);
        }
        return pid == -1
                ? toAll(task, sig, info)
                : toGroup(task, pid == 0 ? Membership.of(task.process()).group : -pid, sig, info);
    }

    /** What a signal without data comes with: by kill(2) or, to a thread, by tkill(2). */
    static SigInfo own(Task task, int sig, boolean toThread) {
        return own(task, sig, toThread ? SI_TKILL : SI_USER);
    }

    private static SigInfo own(Task task, int sig, int code) {
        return SigInfo.from(
                sig, code, task.process().pid(), Credentials.of(task).uid());
    }

    private long toAll(Task task, int sig, SigInfo info) {
        long result = -ESRCH;
        for (Process each : task.shim().tasks().processes()) {
            if (!SignalSender.isFirst(each) && each != task.process()) {
                long one = toProcess(task, each, sig, info);
                // As the kernel does it: whom one may not signal does not count, but for there being someone.
                result = one != -EPERM ? one : result == -ESRCH ? 0 : result;
            }
        }
        return result;
    }

    long toGroup(Task task, int group, int sig, SigInfo info) {
        long result = -ESRCH;
        for (Process each : task.shim().tasks().processes()) {
            if (Membership.of(each).group == group) {
                long one = toProcess(task, each, sig, info);
                result = result == 0 ? 0 : one;
            }
        }
        return result;
    }

    long toProcess(Task task, @Nullable Process process, int sig, SigInfo info) {
        if (process == null) {
            return -ESRCH;
        }
        long refused = check(task, process, sig);
        return refused != 0 || sig == 0 ? refused : sender.send(process, sig, info);
    }

    private static long check(Task task, Process process, int sig) {
        if (sig < 0 || sig > NSIG) {
            return -EINVAL;
        }
        return Permissions.signal(task, process, sig) ? 0 : -EPERM;
    }

    @Override
    @Support(FULL)
    public long tkill(Task task, int tid, int sig) {
        return tid <= 0 ? -EINVAL : toTask(task, -1, tid, sig, own(task, sig, SI_TKILL));
    }

    @Override
    @Support(FULL)
    public long tgkill(Task task, int tgid, int tid, int sig) {
        return tid <= 0 || tgid <= 0 ? -EINVAL : toTask(task, tgid, tid, sig, own(task, sig, SI_TKILL));
    }

    /** @param tgid -1 for whatever process the task is in */
    long toTask(Task task, int tgid, int tid, int sig, SigInfo info) {
        Task target = task.shim().tasks().task(tid);
        // A zombie has no task any more, but its id is still taken.
        Process process = target == null ? task.shim().tasks().process(tid) : target.process();
        if (process == null || tgid != -1 && process.pid() != tgid) {
            return -ESRCH;
        }
        long refused = check(task, process, sig);
        return refused != 0 || sig == 0 || target == null ? refused : sender.send(target, sig, info);
    }

    @Override
    @Support(FULL)
    public long rt_sigqueueinfo(Task task, int tgid, int sig, UserRef<SigInfo> info) {
        SigInfo given = withNumber(info.get(), sig);
        if (pretends(given) && task.process().pid() != tgid) {
            return -EPERM;
        }
        return toProcess(task, tgid <= 0 ? null : GroupHandlers.process(task, tgid), sig, given);
    }

    @Override
    @Support(FULL)
    public long rt_tgsigqueueinfo(Task task, int tgid, int tid, int sig, UserRef<SigInfo> info) {
        SigInfo given = withNumber(info.get(), sig);
        if (tid <= 0 || tgid <= 0) {
            return -EINVAL;
        }
        if (pretends(given) && task.tid() != tid) {
            return -EPERM;
        }
        return toTask(task, tgid, tid, sig, given);
    }

    /** Whether it looks as if the kernel or kill(2) had sent it. */
    static boolean pretends(SigInfo info) {
        return info.code() >= 0 || info.code() == SI_TKILL;
    }

    private static SigInfo withNumber(SigInfo info, int sig) {
        return new SigInfo(sig, info.errno(), info.code(), info.first(), info.second(), info.third(), info.fourth());
    }
}
