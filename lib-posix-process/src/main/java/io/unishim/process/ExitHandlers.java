package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Wait.P_ALL;
import static io.unishim.abi.Wait.P_PGID;
import static io.unishim.abi.Wait.P_PID;
import static io.unishim.abi.Wait.P_PIDFD;
import static io.unishim.abi.Wait.WCONTINUED;
import static io.unishim.abi.Wait.WEXITED;
import static io.unishim.abi.Wait.WNOHANG;
import static io.unishim.abi.Wait.WNOWAIT;
import static io.unishim.abi.Wait.WSTOPPED;
import static io.unishim.abi.Wait.WUNTRACED;
import static io.unishim.abi.Wait.__WALL;
import static io.unishim.abi.Wait.__WCLONE;
import static io.unishim.abi.Wait.__WNOTHREAD;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.abi.Wait;
import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.ExitCalls;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.Rusage;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Ending, and waiting for those who end. */
final class ExitHandlers implements ExitCalls {
    private static final int SPECIAL = __WNOTHREAD | __WCLONE | __WALL;
    private static final SigInfo NOTHING = new SigInfo(0, 0, 0, 0, 0, 0, 0);

    @Override
    @Support(FULL)
    public long exit(Task task, int status) {
        task.exit(Wait.exited(status));
        return 0;
    }

    @Override
    @Support(FULL)
    public long exit_group(Task task, int status) {
        ProcessSignals all = ProcessSignals.of(task);
        all.lock.lock();
        try {
            all.endAll(task.process(), Wait.exited(status));
        } finally {
            all.lock.unlock();
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long wait4(Task task, int pid, UserInt wstatus, int options, UserRef<Rusage> rusage) {
        if ((options & ~(WNOHANG | WUNTRACED | WCONTINUED | SPECIAL)) != 0) {
            return -EINVAL;
        }
        if (pid == Integer.MIN_VALUE) {
            return -ESRCH;
        }
        ChildWait wait = pid == -1
                ? new ChildWait(task, P_ALL, 0, options | WEXITED)
                : pid > 0
                        ? new ChildWait(task, P_PID, pid, options | WEXITED)
                        : new ChildWait(task, P_PGID, group(task, -pid), options | WEXITED);
        long result = wait.run();
        if (result <= 0) {
            return result;
        }
        if (!wstatus.isNull()) {
            wstatus.set(wait.status());
        }
        if (!rusage.isNull()) {
            rusage.set(wait.usage());
        }
        return result;
    }

    @Override
    @Support(FULL)
    public long waitid(Task task, int which, int id, UserRef<SigInfo> infop, int options, UserRef<Rusage> rusage) {
        long result = check(which, id, options);
        SigInfo info = NOTHING;
        if (result == 0) {
            ChildWait wait = wait(task, which, id, options);
            result = wait == null ? -EBADF : wait.run();
            if (result == 0 && (options & WNOHANG) == 0) {
                result = -EAGAIN; // man 2 pidfd_open: PIDFD_NONBLOCK
            }
            if (wait != null && result > 0) {
                result = 0;
                info = wait.info();
                if (!rusage.isNull()) {
                    rusage.set(wait.usage());
                }
            }
        }
        // As the kernel does it: zeros also where the call fails.
        if (!infop.isNull()) {
            infop.set(info);
        }
        return result;
    }

    private static long check(int which, int id, int options) {
        int kinds = WEXITED | WSTOPPED | WCONTINUED;
        if ((options & ~(kinds | WNOHANG | WNOWAIT | SPECIAL)) != 0 || (options & kinds) == 0) {
            return -EINVAL;
        }
        return switch (which) {
            case P_ALL -> 0;
            case P_PID -> id <= 0 ? -EINVAL : 0;
            case P_PGID -> id < 0 ? -EINVAL : 0;
            case P_PIDFD -> id < 0 ? -EINVAL : 0;
            default -> -EINVAL;
        };
    }

    private static @Nullable ChildWait wait(Task task, int which, int id, int options) {
        if (which != P_PIDFD) {
            return new ChildWait(task, which, which == P_PGID ? group(task, id) : id, options);
        }
        OpenFileDescription open = Pidfd.open(task, id);
        if (open == null) {
            return null;
        }
        return new ChildWait(task, ((Pidfd) open.file()).process(), open.has(O_NONBLOCK) ? options | WNOHANG : options);
    }

    private static int group(Task task, int id) {
        return id == 0 ? Membership.of(task.process()).group : id;
    }
}
